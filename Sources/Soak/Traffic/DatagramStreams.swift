import Addresses
import Glibc
import Lab
import Linux
import Readiness
import Synchronization

/// Numbered datagrams from the client to the rules of the plan, and their receivers on the members.
///
/// Only the numbers at the receivers say what was lost: nothing is repeated and nothing acknowledged.
final class DatagramStreams: Sendable {
    /// The rules, in the order of the streams' numbers.
    let rules: [SoakConfiguration.Rule]
    private let ledgers: Mutex<[DatagramLedger]>
    private let threads = Mutex<[TrafficThread]>([])

    /// Ports that each stream is sent from, so that it meets every member.
    static let flows = 64
    /// Room for a receiver that does not run for a while: some seconds of datagrams.
    private static let receiveBuffer: Int32 = 8 << 20

    /// Opens all sockets and starts, with so many datagrams a second over all streams.
    init(_ rules: [SoakConfiguration.Rule], site: SoakSite, rate: Int) throws {
        self.rules = rules
        ledgers = Mutex(rules.map { _ in DatagramLedger() })
        let receivers = try site.members.enumerated().flatMap { index, member in
            try member.perform { try rules.map { try Self.receiver($0) } }.enumerated().map {
                Receiver(member: index + 1, stream: $0.offset, socket: $0.element)
            }
        }
        let senders = try site.client.perform { try rules.map { try Self.senders($0) } }
        let receiving = TrafficThread {
            Receiving(receivers: receivers)
        } turn: { [self] state in
            receive(&state)
        }
        let sending = TrafficThread {
            Sending(sockets: senders, pace: Pace(rate: rate))
        } turn: { [self] state in
            send(&state)
        }
        threads.withLock { $0 = [sending, receiving] }
    }

    /// What was sent and what arrived, by stream.
    var now: [DatagramLedger] { ledgers.withLock { $0 } }

    /// Datagrams sent so far, over all streams.
    var sent: UInt64 { ledgers.withLock { $0.reduce(0) { $0 + $1.sent } } }

    /// Stops sending, waits until all has arrived or nothing comes any more, and stops.
    func finish() -> [DatagramLedger] {
        let (sending, receiving) = threads.withLock { ($0.first, $0.last) }
        sending?.stop()
        var last: UInt64?
        var deadline = SoakClock.now() + SoakClock.seconds(2)
        while SoakClock.now() < deadline {
            let missing = now.reduce(0) { $0 + $1.missing }
            if missing == 0 { break }
            if missing != last { deadline = SoakClock.now() + SoakClock.seconds(2) }
            last = missing
            usleep(10_000)
        }
        receiving?.stop()
        return now
    }

    /// Stops at once.
    func stop() {
        let running = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in running { thread.stop() }
    }

    private struct Receiver {
        let member: Int
        let stream: Int
        let socket: TrafficSocket
    }

    private struct Receiving {
        let receivers: [Receiver]
        var polled: [pollfd]
        var buffer = [UInt8](repeating: 0, count: 2048)

        init(receivers: [Receiver]) {
            self.receivers = receivers
            polled = receivers.map { pollfd($0.socket, POLLIN) }
        }
    }

    private struct Sending {
        let sockets: [[TrafficSocket]]
        var pace: Pace
        var turn = 0
    }

    private static func receiver(_ rule: SoakConfiguration.Rule) throws -> TrafficSocket {
        let socket = try TrafficSocket(isStream: false, rule.version)
        try socket.set(SOL_SOCKET, SO_RCVBUFFORCE, receiveBuffer)
        try socket.bind(.planned(rule.frontend), UInt16(rule.backendPort))
        return socket
    }

    private static func senders(_ rule: SoakConfiguration.Rule) throws -> [TrafficSocket] {
        try (0..<flows).map { _ in
            let socket = try TrafficSocket(isStream: false, rule.version)
            try socket.bind(.planned(SoakSitePlan.clientAddress(for: rule)), 0)
            let code = try socket.connect(.planned(rule.frontend), UInt16(rule.port))
            guard code == 0 else {
                throw LinuxError("send to", "\(rule.frontend):\(rule.port)", .system(code))
            }
            return socket
        }
    }

    private func send(_ state: inout Sending) {
        let now = SoakClock.now()
        for _ in 0..<state.pace.due(now) {
            let stream = state.turn % rules.count
            let flow = state.turn / rules.count % Self.flows
            state.turn += 1
            let number = ledgers.withLock { ledgers in
                defer { ledgers[stream].noteSent(at: now) }
                return ledgers[stream].next
            }
            let message = DatagramMessage(stream: UInt64(stream), number: number)
            let outcome = state.sockets[stream][flow].send(message.bytes)
            guard outcome != .bytes(DatagramMessage.size) else { continue }
            ledgers.withLock { $0[stream].takeBackLast() }
        }
        usleep(1000)
    }

    private func receive(_ state: inout Receiving) {
        guard poll(&state.polled, nfds_t(state.polled.count), 50) > 0 else { return }
        for (index, receiver) in state.receivers.enumerated() where state.polled[index].has(POLLIN)
        {
            while case .bytes(let count) = receiver.socket.receive(into: &state.buffer) {
                // The node asks whether the port is open.
                if state.buffer[..<count].elementsEqual(QuestionFrame.datagramText) { continue }
                note(DatagramMessage(state.buffer[..<count]), at: receiver)
            }
        }
    }

    private func note(_ message: DatagramMessage?, at receiver: Receiver) {
        let isSteady = rules[receiver.stream].pool == SoakSitePlan.steadyPool
        let belongs = !isSteady || SoakSitePlan.anchors.contains(receiver.member)
        ledgers.withLock { ledgers in
            guard let message, message.stream == UInt64(receiver.stream), belongs else {
                ledgers[receiver.stream].noteMisdirected()
                return
            }
            ledgers[receiver.stream].noteArrival(message.number)
        }
    }
}
