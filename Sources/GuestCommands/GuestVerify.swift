import Addresses
import ArgumentParser
import Guest

/// `apus guest verify`: says what is there and what is missing.
struct GuestVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Say what is as it must be and what is missing, with what mends it.",
        discussion: """
            Ends with status 1 when something is missing. With --endpoint the node is told what was \
            found, and 'apus doctor' shows it there.
            """
    )

    @OptionGroup var source: SourceOptions
    @OptionGroup var guest: GuestOptions

    @Option(name: .shortAndLong, help: "How to print.")
    var output = OutputFormat.text

    func run() async throws {
        let plan = try await source.withSource { reader in
            let configuration = try await reader?.documents().map(SourceOptions.configuration)
            var members: [IPAddress] = []
            let plan = try guest.configurator.plan { state in
                let requirement = try source.requirement(configuration, state: state)
                members = requirement.memberAddresses
                return requirement
            }
            try await reader?.report(plan.items, of: members)
            return plan
        }
        switch output {
        case .json: print(try PlanReport(plan).json())
        case .text:
            let isIdle = plan.items.isEmpty
            print(
                isIdle
                    ? "No floating frontend concerns this guest.\n" : PlanReport.text(plan.items),
                terminator: ""
            )
        }
        if plan.isSomethingMissing { throw ExitCode.failure }
    }
}
