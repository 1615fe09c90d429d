import Foundation
import Linux
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test of the real kernel where a capability that it needs is not in effect.
    static func needs(_ capabilities: Capability...) -> Self {
        let held = (try? Capability.effective()) ?? []
        let missing = capabilities.filter { !held.contains($0) }.map(\.name)
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.joined(separator: ", ")) is not in effect"
        )
    }
}

/// Waits until a condition holds; a failed expectation names the reason otherwise.
///
/// It keeps its thread: one that gave it away came back minutes later beside tests that block, and
/// what it waited for had come and gone.
func eventually(
    _ reason: Comment,
    within limit: Duration = .seconds(10),
    _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        try #require(ContinuousClock.now < deadline, reason)
        Thread.sleep(forTimeInterval: 0.01)
    }
}
