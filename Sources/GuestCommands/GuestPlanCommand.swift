import ArgumentParser
import Guest
import Linux
import Resources

/// `apus guest plan`: what would be done, and nothing done.
struct GuestPlanCommand: AsyncParsableCommand {
    /// The system that the plan is for.
    enum Target: String, ExpressibleByArgument, CaseIterable {
        case linux
        case windows
    }

    /// How the plan for Windows is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case netsh
        case powershell
    }

    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say what this guest needs, without touching anything."
    )

    @OptionGroup var source: SourceOptions
    @OptionGroup var guest: GuestOptions

    @Option(name: .customLong("for"), help: "The guest's system.")
    var target = Target.linux

    @Option(help: "How the plan for Windows is written.")
    var format = Format.netsh

    @Option(help: "The Windows guest's network interface.")
    var interface = WindowsGuest.defaultInterface

    @Option(help: "The Windows guest's loopback interface.")
    var loopback = WindowsGuest.defaultLoopback

    @Flag(help: "Plan to open ports in the guest's firewall.")
    var openFirewall = false

    @Option(name: .shortAndLong, help: "How to print.")
    var output = OutputFormat.text

    func validate() throws {
        for name in [interface, loopback] where name.contains("\"") || name.contains("\n") {
            throw ValidationError("an interface's name has no quotes")
        }
        // There is no Windows guest here whose addresses could be looked up.
        if target == .windows, source.addresses.isEmpty, source.ownAddresses.isEmpty {
            throw ValidationError("'--for windows' needs '--own-address', the guest's in the pool.")
        }
    }

    func run() async throws {
        let configuration = try await source.withSource { source in
            try await source?.documents().map(SourceOptions.configuration)
        }
        if target == .windows { return try printWindows(configuration) }
        var options = GuestPlanner.Options()
        options.opensFirewall = openFirewall
        let plan = try guest.configurator.plan(options) { state in
            try source.requirement(configuration, state: state)
        }
        let report = PlanReport(plan)
        switch output {
        case .json: print(try report.json())
        case .text:
            print(PlanReport.text(report.items) + "\n" + report.stepText, terminator: "")
        }
    }

    private func printWindows(_ configuration: ForwardingConfiguration?) throws {
        let nothing = NetworkSnapshot(interfaces: [], addresses: [], neighbours: [], routes: [])
        let requirement = try source.requirement(
            configuration,
            state: GuestState(network: nothing)
        )
        let windows = WindowsGuest(
            frontends: requirement.frontends,
            interface: interface,
            loopback: loopback
        )
        switch format {
        case .netsh: print(windows.commandPrompt, terminator: "")
        case .powershell: print(windows.powerShell, terminator: "")
        }
    }
}
