import Lab
import Linux

/// Runs what a page says, in order, on the machines of a lab.
struct PageRun {
    let site: PageSite

    /// What is not as the page says; a command that fails is the last.
    func problems(of page: Page) throws -> [String] {
        var problems: [String] = []
        for part in page.parts {
            switch part {
            case .file(let text, let name, let machines, _):
                for machine in machines { try site.machine(machine).write(name, text) }
            case .commands(let commands, let machines, _):
                for machine in machines {
                    for command in commands {
                        let outcome = try run(command, on: machine)
                        if let problem = outcome.problem { problems.append(problem) }
                        if outcome.isFailure { return problems }
                        if command.changesConfiguration { try site.settle() }
                    }
                }
            case .listing, .windows: break
            }
        }
        return problems
    }

    private func run(
        _ command: PageCommand,
        on name: String
    ) throws -> (problem: String?, isFailure: Bool) {
        let machine = try site.machine(name)
        // A capture must have something to show.
        let traffic = command.text.contains("tcpdump") ? try clientTraffic() : nil
        defer { traffic?.terminate() }
        var outcome = try machine.run(command.text)
        let deadline = ContinuousClock.now + .seconds(30)
        // A capture may begin in the middle of a connection, or miss one on a busy machine.
        let isAwaited = command.isAwaited || traffic != nil
        while isAwaited, !command.accepts(outcome.output), .now < deadline {
            outcome = try machine.run(command.text)
        }
        let isFailure = !outcome.status.isSuccess
        if !isFailure, command.accepts(outcome.output) { return (nil, false) }
        let problem = """
            line \(command.line), \(name): \(command.text)
            \(outcome.status)
            \(outcome.output)\(outcome.errors)
            """
        return (problem, isFailure)
    }

    /// A client that asks for the frontend, and each time who on the segment has its address.
    private func clientTraffic() throws -> LabProcess {
        let ask = "curl -s -o /dev/null -m 1 http://192.0.2.100/"
        let forget = "ip neigh flush to 192.0.2.100"
        return try site.client.start("while :; do \(ask); \(forget); done", label: "traffic")
    }
}
