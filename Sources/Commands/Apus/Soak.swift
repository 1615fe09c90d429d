import ArgumentParser
import Soak

/// `apus soak`: changes without loss, for as long as asked.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Change a load balancer under traffic and count what is lost or reset (root).",
        discussion: """
            A lab of network namespaces carries numbered datagrams and long TCP connections, while \
            members, rules and the daemon come and go. The exit code is 0 when nothing was lost.
            """
    )

    @Option(help: "How long to go on, in minutes.")
    var minutes: Int = 1

    @Option(help: "What the changes are drawn from; a new seed when not given.")
    var seed: UInt64?

    @Option(help: "TCP connections that are open all the time.")
    var connections: Int = 1500

    func validate() throws {
        guard minutes > 0 else { throw ValidationError("'--minutes' must be at least 1.") }
        guard (1...4500).contains(connections) else {
            throw ValidationError("'--connections' must be between 1 and 4500.")
        }
    }

    func run() throws {
        let seed = seed ?? UInt64.random(in: 0...999_999)
        var options = SoakOptions(limit: .time(.seconds(60 * minutes)), seed: seed)
        options.connections = connections
        // Shorter soaks would do nothing else.
        if minutes >= 10 { options.restInterval = 150 }
        throw ExitCode(SoakRun(options).run())
    }
}
