import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C, SIGTERM and SIGHUP into an orderly end of the process.
package final class Interruption {
    private let sources: [any DispatchSourceSignal]
    private let arrived: Arrival

    private final class Arrival: Sendable {
        let signal = Mutex<Int32?>(nil)
    }

    /// Whether a signal has come; the process ends soon then.
    var hasArrived: Bool { arrived.signal.withLock { $0 != nil } }

    /// From now on a signal runs the body once and then ends the process with 128 and its number.
    package init(_ body: @escaping @Sendable () -> Void) {
        let arrived = Arrival()
        let queue = DispatchQueue(label: "interruption")
        let registered = DispatchSemaphore(value: 0)
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            // Else the signal's default action ends the process before the source sees it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                arrived.signal.withLock { $0 = number }
                body()
                exit(128 + number)
            }
            source.setRegistrationHandler { registered.signal() }
            source.resume()
            return source
        }
        // A signal that came before the sources are in place would be lost.
        for _ in sources { registered.wait() }
        self.arrived = arrived
    }

    /// A narrator that falls silent with the signal: what fails from then on fails because of it.
    func quieting(_ narrator: Narrator) -> Narrator {
        Narrator { [arrived] line in
            if arrived.signal.withLock({ $0 == nil }) { narrator.line(line) }
        }
    }

    /// Returns at once unless a signal has come; otherwise never, because the process ends.
    package func waitIfArrived() {
        if hasArrived { wait() }
    }

    /// Waits for a signal, and so for the end of the process.
    func wait() -> Never {
        while true { pause() }
    }
}
