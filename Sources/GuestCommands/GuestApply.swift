import ArgumentParser
import Guest

/// `apus guest apply`: does what the guest needs.
struct GuestApply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Do what this guest needs, now and for its next boots (root)."
    )

    @OptionGroup var source: SourceOptions
    @OptionGroup var guest: GuestOptions

    @Flag(help: "Open the frontends' ports in the guest's firewall where it drops them.")
    var openFirewall = false

    @Flag(inversion: .prefixedNo, help: "Write files, so that it outlives a reboot.")
    var files = true

    func run() async throws {
        let configuration = try await source.withSource { source in
            try await source?.documents().map(SourceOptions.configuration)
        }
        var options = GuestPlanner.Options()
        options.opensFirewall = openFirewall
        options.isPersistent = files
        let configurator = guest.configurator
        func plan() throws -> GuestPlan {
            try configurator.plan(options) { state in
                try source.requirement(configuration, state: state)
            }
        }
        let first = try plan()
        if first.steps.isEmpty { print("Nothing to do.") }
        try configurator.apply(first) { print("done: \($0.change.subject)") }
        let rest = try plan().items.filter { $0.status != .ok }
        print(PlanReport.text(rest), terminator: "")
    }
}
