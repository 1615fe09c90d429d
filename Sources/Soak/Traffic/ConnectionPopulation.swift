import Addresses
import Glibc
import Lab
import Linux
import Synchronization
import TestSupport

/// Thousands of TCP connections of the client, each of which asks something now and then.
///
/// A connection that fails or ends is replaced. What it does is on a thread of its own; the soak
/// tells it which members leave.
final class ConnectionPopulation: Sendable {
    /// What the soak and the thread tell one another.
    struct Board {
        var tally = ConnectionTally()
        /// Members that are leaving, or have left and whose connections are not marked yet.
        var leaving: Set<Int> = []
        /// Those that the thread knows to be leaving.
        var obeyed: Set<Int> = []
        var wantsMarking = false
        /// Connections that are open and well, and those of them that were never replaced.
        var open = 0
        var lasting = 0
        /// Everyone is to ask once more at once; counted down to zero.
        var wantsRound = false
        var roundLeft = 0
    }

    private let board = Mutex(Board())
    private let thread = Mutex<TrafficThread?>(nil)
    let rules: [SoakConfiguration.Rule]
    let servers: ConnectionServers
    let client: Machine

    /// How long an answer may take: far longer than a machine that has other work takes.
    static let patience = SoakClock.seconds(30)

    /// Starts to open so many connections, spread over the rules.
    init(
        _ count: Int,
        rules: [SoakConfiguration.Rule],
        site: SoakSite,
        servers: ConnectionServers,
        seed: UInt64
    ) {
        self.rules = rules
        self.servers = servers
        client = site.client
        let start = SoakClock.now()
        let thread = TrafficThread {
            Population(count: count, rules: rules.count, seed: seed, start: start)
        } turn: { [self] population in
            turn(&population)
        }
        self.thread.withLock { $0 = thread }
    }

    /// What became of the connections so far.
    var now: Board { board.withLock { $0 } }

    /// Members are about to leave the changing pool: their connections may fail from now on.
    func membersLeave(_ members: Set<Int>) throws {
        guard !members.isEmpty else { return }
        board.withLock { $0.leaving.formUnion(members) }
        try waitUntil("connections of leaving members are told apart", within: .seconds(30)) {
            board.withLock { $0.obeyed.isSuperset(of: members) }
        }
    }

    /// The members have left; connections that begin from now on count again.
    func membersHaveLeft() throws {
        board.withLock { if !$0.leaving.isEmpty { $0.wantsMarking = true } }
        try waitUntil("connections of removed members are told apart", within: .seconds(30)) {
            board.withLock { !$0.wantsMarking }
        }
    }

    /// Waits until so many connections are open.
    func waitForOpen(_ count: Int) throws {
        try waitUntil(
            "\(count) connections are open",
            within: .seconds(120),
            detail: {
                board.withLock {
                    "\($0.open) are open; \($0.tally.failures), first \($0.tally.cases.prefix(1))"
                }
            }
        ) {
            board.withLock { $0.open >= count }
        }
    }

    /// Has every open connection ask once more, waits for the answers, and stops.
    func finish() throws -> Board {
        board.withLock { $0.wantsRound = true }
        try waitUntil("every connection was asked once more", within: .seconds(90)) {
            board.withLock { !$0.wantsRound && $0.roundLeft == 0 }
        }
        return stop()
    }

    /// Stops at once.
    @discardableResult
    func stop() -> Board {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.stop()
        return now
    }

    private func turn(_ population: inout Population) {
        board.withLock { board in
            population.obey(&board)
        }
        var outcome = Turn()
        population.act(on: self, &outcome)
        population.waitAndRead(self, &outcome)
        servers.abandon(outcome.abandoned)
        board.withLock { board in
            outcome.enter(&board.tally)
            population.report(&board)
        }
    }

    /// What a turn of the thread has to tell.
    struct Turn {
        var opened = 0
        var exchanges = 0
        var closed = 0
        var failed: [ConnectionTally.Case] = []
        var failedAfterRemoval: [ConnectionTally.Failure] = []
        var answeredAfterRemoval = 0
        var abandoned: [UInt64] = []

        func enter(_ tally: inout ConnectionTally) {
            tally.opened += opened
            tally.exchanges += exchanges
            tally.closed += closed
            tally.answersAfterRemoval += answeredAfterRemoval
            for failure in failed { tally.note(failure) }
            for failure in failedAfterRemoval {
                tally.failuresAfterRemoval[failure, default: 0] += 1
            }
        }
    }
}
