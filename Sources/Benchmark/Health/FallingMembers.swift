import Foundation
import Lab
import PacketFormats
import Synchronization

/// Many members on one machine that answer probes over HTTP, and fail one after the other.
final class FallingMembers: Sendable {
    /// A member's first failing answer.
    struct Fall {
        /// The member.
        var member: AddressBits
        /// When the answer left.
        var moment: UInt64
    }

    private struct State {
        var asked: Set<AddressBits> = []
        var down: Set<AddressBits> = []
        var isArmed = false
        var fall: Fall?
    }

    private let state = Mutex(State())
    private let listener = Mutex<ProbeListener?>(nil)

    /// Answers at a port of all addresses of a machine.
    init(on machine: Machine, port: UInt16) throws {
        let well = ProbeListener.response("200 OK")
        let unwell = ProbeListener.response("503 Service Unavailable")
        let made = try machine.perform {
            try ProbeListener(port: port, waitsForRequest: true) { [self] member in
                isWell(member) ? well : unwell
            }
        }
        listener.withLock { $0 = made }
    }

    private func isWell(_ member: AddressBits) -> Bool {
        state.withLock { state in
            // A member that was never asked before is still unknown to the daemon.
            let isKnown = !state.asked.insert(member).inserted
            guard !state.down.contains(member) else { return false }
            guard state.isArmed, isKnown else { return true }
            state.isArmed = false
            state.down.insert(member)
            state.fall = Fall(member: member, moment: MonotonicClock.now)
            return false
        }
    }

    /// How many members have been asked.
    var asked: Int { state.withLock(\.asked.count) }

    /// Has the member that is asked next answer that it is not well, then and ever after.
    func failNext() throws -> Fall {
        state.withLock { $0.isArmed = true }
        let deadline = MonotonicClock.now + 30_000_000_000
        while MonotonicClock.now < deadline {
            if let fall = state.withLock({ $0.fall.take() }) { return fall }
            usleep(100)
        }
        throw BenchmarkError.wrongContents(benchmark: "health", found: "no probes within 30 s")
    }

    /// Refuses connections from now on.
    func stop() { listener.withLock { $0.take() }?.stop() }
}
