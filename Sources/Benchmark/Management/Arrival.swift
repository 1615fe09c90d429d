import Foundation
import Synchronization

/// Waits on a thread of its own for the first datagram of a socket, and notes when it came.
final class Arrival: Sendable {
    private let receiver: Int32
    private let came = Mutex<ContinuousClock.Instant?>(nil)
    private let isOver = Flag()

    init(receiver: Int32) {
        self.receiver = receiver
    }

    /// Begins to wait.
    func begin() {
        Thread { [self] in
            while !isOver.isSet {
                var ready = pollfd(fd: receiver, events: Int16(POLLIN), revents: 0)
                guard poll(&ready, 1, 100) > 0 else { continue }
                let now = ContinuousClock.now
                came.withLock { $0 = now }
                return
            }
        }.start()
    }

    /// When the datagram came.
    func wait(seconds: Int) throws -> ContinuousClock.Instant {
        defer { isOver.set() }
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if let found = came.withLock(\.self) { return found }
            usleep(200)
        }
        throw BenchmarkError.wrongContents(
            benchmark: "management",
            found: "no datagram within \(seconds) s"
        )
    }
}
