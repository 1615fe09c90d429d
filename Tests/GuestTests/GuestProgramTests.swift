import Foundation
import Guest
import Lab
import Linux
import Testing

/// The program's own words, and what it refuses.
struct GuestProgramTests {
    private func run(_ words: String...) throws -> ChildProcess.Outcome {
        try ChildProcess.run([program("apus-guest")] + words, until: .now + .seconds(30))
    }

    @Test(arguments: [
        [], ["--file", "a", "--address", "192.0.2.1"], ["--address", "web"],
        ["--endpoint", "http://192.0.2.2", "--token", "t"], ["--endpoint", "https://192.0.2.2"],
        ["--address", "192.0.2.1", "--root", "relative"],
    ])
    func `a source that is none, two or malformed is a usage error`(words: [String]) throws {
        let outcome = try ChildProcess.run(
            [program("apus-guest"), "plan"] + words,
            until: .now + .seconds(30)
        )
        #expect(outcome.status == .exited(64))
        #expect(outcome.output == "")
    }

    @Test func `a plan for Windows needs nothing of this machine`() throws {
        let outcome = try run("plan", "--for", "windows", "--address", "192.0.2.100:80")
        #expect(outcome.status.isSuccess)
        #expect(outcome.output.contains("weakhostsend=enabled"))
        let script = try run(
            "plan",
            "--for",
            "windows",
            "--format",
            "powershell",
            "--address",
            "192.0.2.100:80"
        )
        #expect(script.output.hasPrefix("#Requires -RunAsAdministrator\n"))
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"),
            "systemd-analyze is not installed"
        )
    )
    func `systemd finds nothing wrong with the units`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "apus-guest-unit-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // It looks for the program too, so the one that is here is named.
        let outcome = try run(
            "service",
            "--endpoint",
            "https://192.0.2.2:8443",
            "--program",
            program("apus-guest")
        )
        #expect(outcome.status.isSuccess)
        let addresses = PersistentFile.files(
            for: .systemd,
            addresses: [try address("192.0.2.100"), try address("2001:db8::100")],
            settings: []
        )
        let unit = try #require(addresses.first { $0.path == PersistentFile.unitPath })
        func verdict(_ name: String, _ text: String) throws -> ChildProcess.Outcome {
            let file = folder.appending(path: name)
            try text.write(to: file, atomically: false, encoding: .utf8)
            return try ChildProcess.run(
                ["systemd-analyze", "verify", file.path],
                until: .now + .seconds(60)
            )
        }
        for (name, text) in [("watch", outcome.output), ("addresses", unit.contents)] {
            let verdict = try verdict("\(name).service", text)
            #expect(verdict.status.isSuccess && verdict.errors == "", "\(verdict.errors)")
        }
        let broken = try verdict("broken.service", "[Service]\nExecStart=/nowhere/at-all\n")
        #expect(broken.errors.contains("/nowhere/at-all"))
    }

    @Test func `a record that is none is named and nothing is done`() throws {
        let root = FileManager.default.temporaryDirectory
            .appending(path: "apus-guest-record-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(
            atPath: root,
            withIntermediateDirectories: true
        )
        try "nonsense".write(toFile: "\(root)/state.json", atomically: true, encoding: .utf8)
        let outcome = try run("remove", "--root", root, "--state", "/state.json")
        #expect(outcome.status == .exited(1))
        #expect(outcome.errors.contains("\(root)/state.json is not a record"))
    }

    @Test(.needsLab) func `what verify finds is there for programs too`() throws {
        struct Report: Decodable {
            struct Item: Decodable {
                let subject: String
                let status: String
                let evidence: String
                let command: String?
            }
            let items: [Item]
        }
        try Lab.with { lab in
            let guest = try lab.machine("guest")
            let words = [
                program("apus-guest"), "verify", "--address", "192.0.2.100", "-o", "json", "--root",
                lab.directory,
            ]
            let outcome = try guest.outcome(of: words)
            #expect(outcome.status == .exited(1))
            let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
            let item = report.items.first { $0.subject == "address 192.0.2.100/32 on lo" }
            #expect(item?.status == "missing")
            #expect(item?.command == "ip address add 192.0.2.100/32 dev lo")
        }
    }
}
