import Addresses
import Lab
import Linux
import PacketFormats
import Synchronization

/// Segments from millions of senders to one rule, as fast as the lab carries them.
package final class FrameFlood: Sendable {
    /// What the senders send.
    package enum Kind: UInt8, Sendable {
        /// The first segment of a connection.
        case opening = 0x02
        /// A segment of a connection whose beginning nobody saw.
        case established = 0x10
    }

    private let count: Mutex<UInt64>
    private let thread = Mutex<TrafficThread?>(nil)

    private struct Sending {
        let socket: PacketSocket
        var frame: FloodFrame
    }

    /// Starts to send from the client's interface; senders begin with a number.
    package init(
        _ kind: Kind,
        to rule: SoakConfiguration.Rule,
        on site: SoakSite,
        firstSender: UInt64 = 0
    ) throws {
        count = Mutex(0)
        let frame = FloodFrame(
            to: try .planned(rule.frontend),
            port: UInt16(rule.port),
            flags: kind.rawValue,
            ethernetSource: site.clientInterface.ethernetAddress,
            ethernetDestination: site.node.interface.ethernetAddress
        )
        let interface = site.clientInterface.index
        let socket = try site.client.perform { try PacketSocket(interface: interface) }
        let thread = TrafficThread {
            Sending(socket: socket, frame: frame)
        } turn: { [self] state in
            send(&state, firstSender)
        }
        self.thread.withLock { $0 = thread }
    }

    /// Segments sent so far, each from another sender until all of them have had their turn.
    private var sent: UInt64 { count.withLock { $0 } }

    /// Stops.
    package func stop() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.stop()
    }

    private func send(_ state: inout Sending, _ firstSender: UInt64) {
        let first = firstSender + sent
        var done: UInt64 = 0
        for number in first..<first + 256 {
            state.frame.setSender(number)
            // A queue that is full is no error of the flood: it only counts what went out.
            guard (try? state.socket.send(state.frame.bytes)) != nil else { continue }
            done += 1
        }
        count.withLock { $0 += done }
    }
}
