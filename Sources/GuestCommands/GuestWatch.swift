import Addresses
import ArgumentParser
import Guest
import Resources

/// `apus guest watch`: keeps up with frontends that come and go.
struct GuestWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow the configuration, and keep this guest as it asks (root).",
        discussion: """
            When the configuration cannot be read, the guest stays as it is. It also stays when this \
            ends; 'remove' takes everything back.
            """
    )

    @OptionGroup var source: SourceOptions
    @OptionGroup var guest: GuestOptions

    @Option(help: "The time between two readings, in seconds.")
    var interval = 10

    @Flag(help: "Open the frontends' ports in the guest's firewall where it drops them.")
    var openFirewall = false

    func validate() throws {
        guard (1...3600).contains(interval) else {
            throw ValidationError("'--interval' must be between 1 and 3600.")
        }
    }

    func run() async throws {
        var options = GuestPlanner.Options()
        options.opensFirewall = openFirewall
        let configurator = guest.configurator
        try await source.withSource { reader in
            var configuration: ForwardingConfiguration?
            var problem = ""
            while !Task.isCancelled {
                do {
                    if let documents = try await reader?.documents() {
                        configuration = try SourceOptions.configuration(documents)
                    }
                    // Also when nothing changed there: somebody may have changed the guest.
                    if reader == nil || configuration != nil {
                        var members: [IPAddress] = []
                        func plan() throws -> GuestPlan {
                            try configurator.plan(options) { state in
                                let needed = try source.requirement(configuration, state: state)
                                members = needed.memberAddresses
                                return needed
                            }
                        }
                        var found = try plan()
                        try configurator.apply(found) { Self.say("done: \($0.change.subject)") }
                        if !found.steps.isEmpty { found = try plan() }
                        try await reader?.report(found.items, of: members)
                    }
                    if !problem.isEmpty { Self.say("the configuration is readable again") }
                    problem = ""
                } catch {
                    let text = "\(error)"
                    if text != problem { Self.say("not applied: \(text)") }
                    problem = text
                }
                try await Task.sleep(for: .seconds(interval))
            }
        }
    }

    /// A line at once, also where standard output is a file or a pipe.
    private static func say(_ line: String) {
        print(line)
        StandardOutput.flush()
    }
}
