import Linux
import Logging
import Readiness
import Synchronization

/// The node's segments as readiness uses them: questions out, answers in.
///
/// Answers come on the threads of the interfaces' listeners, so the state is behind a lock.
final class ReadinessWire: Sendable {
    private struct State {
        var rounds = ReadinessRounds()
        var claims = ClaimWatch()
        var ports: [UInt32: PacketListener] = [:]
    }

    private let state = Mutex(State())
    private let logger: Logger
    private let claimed: @Sendable () -> Void

    /// Prepares a wire that is not connected to anything yet.
    ///
    /// - Parameter claimed: called when more is known of who has a frontend's address.
    init(logger: Logger, claimed: @escaping @Sendable () -> Void) {
        self.logger = logger
        self.claimed = claimed
    }

    /// Listens on the interfaces of a survey, and on no others.
    func follow(_ survey: ReadinessSurvey) {
        let isNeeded = !survey.places.isEmpty || !survey.targets.isEmpty
        let wanted = isNeeded ? survey.interfaces : []
        let open = state.withLock { state in
            state.rounds.members = Set(survey.members.keys)
            state.claims.places = survey.places
            state.claims.own = survey.own
            state.ports = state.ports.filter { wanted.contains($0.key) }
            return Set(state.ports.keys)
        }
        for interface in wanted.subtracting(open).sorted() {
            do {
                let port = try PacketListener(interface: interface, filter: .answers) {
                    [weak self] in self?.take($0)
                }
                state.withLock { $0.ports[interface] = port }
            } catch {
                logger.error("readiness cannot be asked for on an interface: \(error)")
            }
        }
    }

    /// Begins a round of questions to a target.
    func begin(_ target: ReadinessTarget, sparesPort: Bool) -> UInt32 {
        state.withLock { $0.rounds.begin(target, sparesPort: sparesPort) }
    }

    /// What is still to be asked in a round.
    func open(_ token: UInt32, attempt: Int) -> [ReadinessQuestion] {
        state.withLock { state in
            guard let round = state.rounds.rounds[token] else { return [] }
            return round.evidence.open(round.target, attempt: attempt)
        }
    }

    /// Puts questions of a round.
    func ask(_ questions: [ReadinessQuestion], token: UInt32) throws(LinuxError) {
        let round = state.withLock { $0.rounds.rounds[token] }
        guard let round else { return }
        for question in questions {
            let frame = question.frame(round.target, token: token, sourcePort: round.sourcePort)
            try send(frame, by: round.target.path.interface)
        }
    }

    /// Ends a round, and returns what has come back.
    func end(_ token: UInt32) -> ReadinessEvidence { state.withLock { $0.rounds.end(token) } }

    /// Asks a segment who has a frontend's address.
    func ask(_ place: ClaimWatch.Place) throws(LinuxError) {
        try send(place.question.frame, by: place.interface)
    }

    /// Whether a machine says that it has a target's frontend.
    func isClaimed(_ target: ReadinessTarget) -> Bool {
        state.withLock { $0.claims.claims(target.frontend, target.path.destination) }
    }

    /// Who says that it has a frontend's address.
    func claims(_ survey: ReadinessSurvey) -> [FrontendClaim] {
        state.withLock { $0.claims.all(members: survey.members) }
    }

    /// Forgets who has not claimed a frontend since a moment.
    func forgetClaims(before moment: ContinuousClock.Instant) {
        state.withLock { $0.claims.forget(before: moment) }
    }

    private func send(_ frame: [UInt8], by interface: UInt32) throws(LinuxError) {
        let port = state.withLock { $0.ports[interface] }
        try port?.send(frame)
    }

    private func take(_ bytes: [UInt8]) {
        guard let frame = ReceivedFrame(bytes) else { return }
        let reset = state.withLock { $0.rounds.take(frame) }
        // What an answer has half opened is closed at once; a lost reset ends with the guest's timer.
        if let reset { try? send(reset.frame, by: reset.interface) }
        guard case .claim(let address, let ethernet, let isMarked) = frame.content else { return }
        let isNews = state.withLock {
            $0.claims.take(address, ethernet, isMarked: isMarked, now: .now)
        }
        if isNews { claimed() }
    }
}
