import Foundation

/// Waits until a condition holds, looking again at short intervals.
///
/// `reason` completes "waited until"; `detail` says at the end what was seen instead. Throws
/// `LabError.timedOut`, or what the condition throws.
public func waitUntil(
    _ reason: String,
    within limit: Duration = .seconds(10),
    detail: () -> String = { "" },
    _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + limit
    var pause = 0.002
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            throw LabError.timedOut(reason, after: limit, detail: detail())
        }
        Thread.sleep(forTimeInterval: pause)
        pause = min(pause * 1.5, 0.05)
    }
}
