import Foundation
import Synchronization

/// A thread that repeats a turn until it is stopped.
final class TrafficThread: Sendable {
    private let isStopped = Mutex(false)
    private let finished = DispatchGroup()

    /// Starts a thread that makes its state and then takes turn after turn with it.
    init<State>(
        _ make: @escaping @Sendable () -> State,
        turn: @escaping @Sendable (inout State) -> Void
    ) {
        finished.enter()
        Thread.detachNewThread { [self] in
            var state = make()
            while !isStopped.withLock({ $0 }) { turn(&state) }
            finished.leave()
        }
    }

    /// Stops after the turn that is running, and waits for that.
    func stop() {
        isStopped.withLock { $0 = true }
        finished.wait()
    }
}
