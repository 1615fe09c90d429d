import Foundation
import Guest

/// A plan as people and programs read it.
struct PlanReport: Encodable {
    struct Step: Encodable {
        let subject: String
        let reason: String
        let command: String?
        let undo: String?
    }

    let items: [GuestItem]
    let steps: [Step]

    init(_ plan: GuestPlan) {
        items = plan.items
        steps = plan.steps.map { step in
            Step(
                subject: step.change.subject,
                reason: step.reason,
                command: step.change.command,
                undo: step.change.inverse.command
            )
        }
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// What was looked at, a line for each, with the command that mends what is missing.
    static func text(_ items: [GuestItem]) -> String {
        items.map { item in
            let word = item.status.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
            let line = "\(word)\(item.subject): \(item.evidence)\n"
            guard item.status != .ok, let command = item.command else { return line }
            return line + "        do: \(command)\n"
        }.joined()
    }

    /// What would be done, in order, each with how it would be undone.
    var stepText: String {
        if steps.isEmpty { return "Nothing to do.\n" }
        return steps.enumerated().map { number, step in
            var text = "\(number + 1). \(step.subject): \(step.reason)\n"
            if let command = step.command { text += "   do:   \(command)\n" }
            if let undo = step.undo { text += "   undo: \(undo)\n" }
            return text
        }.joined()
    }
}
