import Addresses
import Glibc
import Lab
import Linux
import Synchronization

/// The members' end of the long connections: they answer each request with who they are.
final class ConnectionServers: Sendable {
    private let abandoned = Mutex<Set<UInt64>>([])
    private let thread = Mutex<TrafficThread?>(nil)

    /// How long a connection may be without a request before its member gives it up.
    private static let patience = SoakClock.seconds(180)

    /// Listens for the rules on every member.
    init(_ rules: [SoakConfiguration.Rule], site: SoakSite) throws {
        let listeners = try site.members.enumerated().flatMap { index, member in
            let number = index + 1
            return try member.perform {
                try rules.flatMap { try Self.listeners($0, member: number) }
            }.map { Connection(member: number, socket: $0) }
        }
        thread.withLock {
            $0 = TrafficThread {
                Serving(listeners: listeners)
            } turn: { [self] state in
                serve(&state)
            }
        }
    }

    /// The client has given these connections up, and its last packets may have gone elsewhere.
    func abandon(_ connections: [UInt64]) {
        abandoned.withLock { $0.formUnion(connections) }
    }

    /// Closes everything.
    func stop() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.stop()
    }

    private struct Connection {
        let member: Int
        let socket: TrafficSocket
        var id: UInt64?
        var received: [UInt8] = []
        var lastHeard = SoakClock.now()
        var isOver = false
    }

    private struct Serving {
        let listeners: [Connection]
        var connections: [Connection] = []
        var polled: [pollfd]
        var buffer = [UInt8](repeating: 0, count: 4096)

        init(listeners: [Connection]) {
            self.listeners = listeners
            polled = listeners.map { pollfd($0.socket, POLLIN) }
        }
    }

    /// One for the frontend's address, and one for the member's own where flows are translated.
    private static func listeners(
        _ rule: SoakConfiguration.Rule,
        member: Int
    ) throws -> [TrafficSocket] {
        let isTranslated = rule.frontend == SoakSitePlan.translatedFrontend
        let own = isTranslated ? [SoakSitePlan.address(ofMember: member)] : []
        return try ([rule.frontend] + own).map { address in
            let socket = try TrafficSocket(isStream: true, rule.version)
            try socket.set(SOL_SOCKET, SO_REUSEADDR, 1)
            try socket.bind(.planned(address), UInt16(rule.backendPort))
            try socket.listen()
            return socket
        }
    }

    private func serve(_ state: inout Serving) {
        // A little at a time: waking for each of thousands of requests would cost more.
        usleep(2000)
        guard poll(&state.polled, nfds_t(state.polled.count), 50) >= 0 else { return }
        let count = state.listeners.count
        for index in state.connections.indices where state.polled[count + index].has(POLLIN) {
            Self.answer(&state.connections[index], &state.buffer)
        }
        for (index, listener) in state.listeners.enumerated() where state.polled[index].has(POLLIN)
        {
            while let socket = listener.socket.accept() {
                state.connections.append(Connection(member: listener.member, socket: socket))
                state.polled.append(pollfd(socket, POLLIN))
            }
        }
        closeThoseThatAreOver(&state)
    }

    private func closeThoseThatAreOver(_ state: inout Serving) {
        let gone = abandoned.withLock { gone in
            defer { gone = [] }
            return gone
        }
        let now = SoakClock.now()
        for index in state.connections.indices.reversed() {
            let connection = state.connections[index]
            let isAbandoned = !gone.isEmpty && connection.id.map(gone.contains) == true
            let isForgotten = now > connection.lastHeard + Self.patience
            if isAbandoned || isForgotten { connection.socket.resetOnClose() }
            guard connection.isOver || isAbandoned || isForgotten else { continue }
            let last = state.connections.count - 1
            state.connections.swapAt(index, last)
            state.polled.swapAt(state.listeners.count + index, state.listeners.count + last)
            state.connections.removeLast()
            state.polled.removeLast()
        }
    }

    private static func answer(_ connection: inout Connection, _ buffer: inout [UInt8]) {
        switch connection.socket.receive(into: &buffer) {
        case .wouldBlock: return
        case .failed: connection.isOver = true
        case .bytes(let count):
            guard count > 0 else {
                connection.isOver = true
                return
            }
            connection.received += buffer[..<count]
        }
        while connection.received.count >= ConnectionRequest.size {
            let request = ConnectionRequest(connection.received.prefix(ConnectionRequest.size))
            connection.received.removeFirst(ConnectionRequest.size)
            connection.id = request.connection
            connection.lastHeard = SoakClock.now()
            let answer = ConnectionAnswer(request: request, member: connection.member)
            // Requests come one at a time, so the answer always has room.
            if connection.socket.send(answer.bytes) != .bytes(ConnectionAnswer.size) {
                connection.isOver = true
            }
        }
    }
}
