import Addresses
import Glibc
import Lab
import Linux
import TestSupport

/// The connections of a population, as its thread has them.
struct Population {
    private var connections: [LongConnection]
    private var polled: [pollfd]
    private var random: SeededGenerator
    private var lastID: UInt64 = 0
    private var leaving: Set<Int> = []
    private var inRound: Set<Int> = []
    private var buffer = [UInt8](repeating: 0, count: 4096)

    /// Between two requests of a connection.
    private static let interval = SoakClock.seconds(1)...SoakClock.seconds(5)
    /// One connection of so many is closed and opened again after some requests.
    private static let briefShare = 5

    init(count: Int, rules: Int, seed: UInt64, start: UInt64) {
        random = SeededGenerator(seed: seed)
        connections = (0..<count).map { index in
            // Opened over some seconds, not in one burst.
            let due = start + UInt64(index) * 1_000_000
            return LongConnection(rule: index % rules, due: due, lastWell: due)
        }
        polled = connections.map { _ in pollfd(nil, POLLIN) }
    }

    /// Does what the soak asks for.
    mutating func obey(_ board: inout ConnectionPopulation.Board) {
        leaving = board.leaving
        board.obeyed = leaving
        if !leaving.isEmpty { mark() }
        if board.wantsMarking {
            board.wantsMarking = false
            board.leaving = []
            leaving = []
        }
        guard board.wantsRound else { return }
        board.wantsRound = false
        inRound = Set(connections.indices.filter { connections[$0].phase != .closed })
        for index in inRound where connections[index].phase == .idle { connections[index].due = 0 }
    }

    /// Says how many are open.
    func report(_ board: inout ConnectionPopulation.Board) {
        board.roundLeft = inRound.count
        board.open = 0
        board.lasting = 0
        for connection in connections where connection.member != nil && !connection.isApart {
            board.open += 1
            if connection.isFirst { board.lasting += 1 }
        }
    }

    private mutating func mark() {
        for index in connections.indices where connections[index].phase != .closed {
            if let member = connections[index].member {
                if leaving.contains(member) { connections[index].isApart = true }
            } else {
                connections[index].suspects.formUnion(leaving)
            }
        }
    }

    /// Whether a connection's member left after it began, or may have.
    private func mayFail(_ connection: LongConnection) -> Bool {
        if let member = connection.member {
            return connection.isApart || leaving.contains(member)
        }
        return !(connection.suspects.isEmpty && leaving.isEmpty)
    }

    /// Does what is due.
    mutating func act(on owner: ConnectionPopulation, _ turn: inout ConnectionPopulation.Turn) {
        let now = SoakClock.now()
        let due = connections.indices.filter { connections[$0].due <= now }
        let closed = due.filter { connections[$0].phase == .closed }
        for index in due {
            switch connections[index].phase {
            case .closed: break
            case .idle: ask(index, owner, now, &turn)
            case .connecting: fail(index, .notOpened, owner, now, &turn)
            case .asking: fail(index, .hung, owner, now, &turn)
            }
        }
        open(closed, owner, now, &turn)
    }

    /// Waits a little and handles what has come.
    mutating func waitAndRead(
        _ owner: ConnectionPopulation,
        _ turn: inout ConnectionPopulation.Turn
    ) {
        usleep(5000)
        guard poll(&polled, nfds_t(polled.count), 5) > 0 else { return }
        let now = SoakClock.now()
        for index in polled.indices where polled[index].has(POLLIN | POLLOUT) {
            if connections[index].phase == .connecting {
                finishOpening(index, owner, now, &turn)
            } else {
                read(index, owner, now, &turn)
            }
        }
    }

    private mutating func open(
        _ indices: [Int],
        _ owner: ConnectionPopulation,
        _ now: UInt64,
        _ turn: inout ConnectionPopulation.Turn
    ) {
        guard !indices.isEmpty else { return }
        let rules = indices.map { owner.rules[connections[$0].rule] }
        // A namespace is entered once for all of them.
        let sockets = Result {
            try owner.client.perform { rules.map { rule in Self.connect(rule) } }
        }
        for (place, index) in indices.enumerated() {
            lastID += 1
            connections[index].id = lastID
            connections[index].lastWell = now
            connections[index].suspects = leaving
            let socket: TrafficSocket
            do {
                socket = try sockets.get()[place].get()
            } catch {
                fail(index, .notOpened, owner, now, &turn, "\(error)")
                continue
            }
            connections[index].socket = socket
            connections[index].phase = .connecting
            connections[index].due = now + ConnectionPopulation.patience
            connections[index].requestsLeft =
                index % Self.briefShare == 0 ? Int.random(in: 1...8, using: &random) : .max
            polled[index] = pollfd(socket, POLLOUT)
        }
    }

    private static func connect(
        _ rule: SoakConfiguration.Rule
    ) -> Result<TrafficSocket, LinuxError> {
        Result { () throws(LinuxError) in
            let socket = try TrafficSocket(isStream: true, rule.version)
            try socket.bind(.planned(SoakSitePlan.clientAddress(for: rule)), 0)
            let code = try socket.connect(.planned(rule.frontend), UInt16(rule.port))
            guard code == 0 else {
                throw LinuxError("connect to", "\(rule.frontend):\(rule.port)", .system(code))
            }
            return socket
        }
    }

    private mutating func finishOpening(
        _ index: Int,
        _ owner: ConnectionPopulation,
        _ now: UInt64,
        _ turn: inout ConnectionPopulation.Turn
    ) {
        let code = connections[index].socket?.pendingError() ?? 0
        guard code == 0 else {
            fail(index, .notOpened, owner, now, &turn, String(cString: strerror(code)))
            return
        }
        polled[index] = pollfd(connections[index].socket, POLLIN)
        ask(index, owner, now, &turn)
    }

    private mutating func ask(
        _ index: Int,
        _ owner: ConnectionPopulation,
        _ now: UInt64,
        _ turn: inout ConnectionPopulation.Turn
    ) {
        connections[index].number += 1
        let connection = connections[index]
        let request = ConnectionRequest(connection: connection.id, number: connection.number)
        connections[index].phase = .asking
        connections[index].due = now + ConnectionPopulation.patience
        guard connection.socket?.send(request.bytes) == .bytes(ConnectionRequest.size) else {
            fail(index, connection.member == nil ? .notOpened : .reset, owner, now, &turn)
            return
        }
    }

    private mutating func read(
        _ index: Int,
        _ owner: ConnectionPopulation,
        _ now: UInt64,
        _ turn: inout ConnectionPopulation.Turn
    ) {
        switch connections[index].socket?.receive(into: &buffer) {
        case .bytes(let count) where count > 0: connections[index].received += buffer[..<count]
        case .wouldBlock: return
        default:
            let isNew = connections[index].member == nil
            fail(index, isNew ? .notOpened : .reset, owner, now, &turn)
            return
        }
        let size = ConnectionAnswer.size
        guard connections[index].received.count >= size else { return }
        let answer = ConnectionAnswer(connections[index].received.prefix(size))
        let isAlone = connections[index].received.count == size
        connections[index].received = []
        let connection = connections[index]
        let request = ConnectionRequest(connection: connection.id, number: connection.number)
        guard isAlone, answer.request == request, connection.phase == .asking,
            connection.member == nil || connection.member == answer.member
        else {
            fail(index, .wrongAnswer, owner, now, &turn)
            return
        }
        answered(index, by: answer.member, owner, now, &turn)
    }

    private mutating func answered(
        _ index: Int,
        by member: Int,
        _ owner: ConnectionPopulation,
        _ now: UInt64,
        _ turn: inout ConnectionPopulation.Turn
    ) {
        turn.exchanges += 1
        if connections[index].member == nil {
            turn.opened += 1
            connections[index].isApart = connections[index].suspects.contains(member)
        }
        connections[index].member = member
        connections[index].lastWell = now
        connections[index].phase = .idle
        connections[index].due = now + UInt64.random(in: Self.interval, using: &random)
        connections[index].requestsLeft -= 1
        inRound.remove(index)
        if connections[index].isApart && !leaving.contains(member) {
            // Its member came back; it began before that, so it still does not count.
            turn.answeredAfterRemoval += 1
            close(index, now, &turn)
        } else if connections[index].requestsLeft == 0 {
            turn.closed += 1
            close(index, now, &turn)
        }
    }

    private mutating func fail(
        _ index: Int,
        _ failure: ConnectionTally.Failure,
        _ owner: ConnectionPopulation,
        _ now: UInt64,
        _ turn: inout ConnectionPopulation.Turn,
        _ detail: String = ""
    ) {
        let connection = connections[index]
        if mayFail(connection) {
            turn.failedAfterRemoval.append(failure)
        } else {
            turn.failed.append(
                ConnectionTally.Case(
                    failure: failure,
                    connection: connection.id,
                    rule: owner.rules[connection.rule].name,
                    member: connection.member,
                    from: connection.lastWell,
                    to: now,
                    detail: detail
                )
            )
        }
        close(index, now, &turn)
    }

    /// Closes a connection and has another take its place soon.
    private mutating func close(
        _ index: Int,
        _ now: UInt64,
        _ turn: inout ConnectionPopulation.Turn
    ) {
        // In good order the member hears of it; else its end would stay open.
        if connections[index].requestsLeft != 0 { turn.abandoned.append(connections[index].id) }
        polled[index] = pollfd(nil, POLLIN)
        inRound.remove(index)
        let rule = connections[index].rule
        let pause = UInt64.random(in: 0...SoakClock.seconds(0.5), using: &random)
        connections[index] = LongConnection(rule: rule, due: now + pause, lastWell: now)
        connections[index].isFirst = false
    }
}
