import Foundation
import Linux
import Testing

/// `Documentation/floating-ip.md`: every command of it is run, and what it shows is compared.
struct FloatingIPPageTests {
    @Test(.needsLab, .timeLimit(.minutes(10)))
    func `every command of the page does what the page shows`() throws {
        let page = try Page(named: "floating-ip.md")
        try #require(page.commands.count > 50)
        try PageSite.with { site in
            for problem in try PageRun(site: site).problems(of: page) {
                Issue.record(Comment(rawValue: problem))
            }
        }
    }

    @Test(.needsLab, .timeLimit(.minutes(10)))
    func `what a page says wrongly is found`() throws {
        let page = try Page(
            """
            ```json guest a.json
            {}
            ```
            ```console guest
            $ cat a.json
            {}
            $ cat a.json
            []
            ```
            ```sh client
            cat a.json
            echo not reached
            ```
            """
        )
        try PageSite.with { site in
            let problems = try PageRun(site: site).problems(of: page)
            #expect(
                problems.map { $0.split(separator: "\n").first } == [
                    "line 7, guest: cat a.json", "line 11, client: cat a.json",
                ]
            )
        }
    }

    /// Words that begin a command in the running text.
    private static let programs: Set<Substring> = [
        "apus", "apus-guest", "curl", "ip", "nft", "ping", "ss", "sysctl", "tcpdump",
    ]

    @Test func `what the text tells to run is run too`() throws {
        let page = try Page(named: "floating-ip.md")
        let run = page.commands.map(\.text) + [FloatingIPPacketTests.request]
        let spans = page.spans.filter { span in
            let words = span.text.split(separator: " ")
            return words.count > 1 && Self.programs.contains(words[0])
        }
        #expect(!spans.isEmpty)
        for span in spans {
            let isRun = run.contains { $0 == span.text || $0.hasPrefix(span.text + " ") }
            #expect(isRun, "line \(span.line): no block runs '\(span.text)'")
        }
    }

    private func plan(_ words: String...) throws -> String {
        let outcome = try ChildProcess.run(
            ["\(PageMachine.programs)/apus", "guest", "plan", "--for", "windows"] + words,
            until: .now + .seconds(30)
        )
        try #require(outcome.status.isSuccess, "\(outcome.errors)")
        return outcome.output
    }

    @Test func `the commands for Windows are those that apus prints`() throws {
        let page = try Page(named: "floating-ip.md")
        let blocks = page.parts.compactMap { part -> String? in
            guard case .windows(let text, _) = part else { return nil }
            return text
        }
        let shown = blocks.flatMap { $0.split(separator: "\n") }
        let printed = try plan("--address", "192.0.2.100:80").split(separator: "\n").filter {
            $0.hasPrefix("netsh")
        }
        #expect(shown.filter { $0.hasPrefix("netsh") } == printed)
        let script = try plan("--address", "192.0.2.100:80", "--format", "powershell")
        let calls = shown.filter { !$0.hasPrefix("netsh") }
        #expect(calls.count == 3)
        for call in calls {
            let parameter = call.split(separator: " ").dropFirst().first?.dropFirst() ?? "Interface"
            #expect(call.hasPrefix(".\\floating-ip.ps1") && script.contains("]$\(parameter)"))
        }
    }
}
