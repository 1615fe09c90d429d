import ArgumentParser
import Guest

/// `apus guest remove`: takes back what was done.
struct GuestRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take back exactly what was changed, and nothing that was there before (root)."
    )

    @OptionGroup var guest: GuestOptions

    func run() throws {
        let configurator = guest.configurator
        let plan = try configurator.plan { _ in .none }
        if plan.steps.isEmpty { print("Nothing to take back.") }
        try configurator.apply(plan) { print("done: \($0.change.subject)") }
        print(PlanReport.text(plan.items), terminator: "")
    }
}
