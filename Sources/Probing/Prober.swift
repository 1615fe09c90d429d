import Logging
import NIOCore
import NIOPosix
import Resources

/// Asks the members of a configuration's probes and tells what it finds.
///
/// One thread does the network's work, and each member costs one sleeping task: a node may have
/// thousands.
public actor Prober {
    /// Something has changed in what `health` returns; changes that come together are told once.
    public nonisolated let changes: AsyncStream<Void>

    private struct Watch {
        let question: ProbeQuestion
        let interval: Duration
        let threshold: Int
        var health = MemberHealth()
        /// The number of its task.
        var number = 0

        init(_ probe: ResolvedProbe, _ member: ProbedMember) {
            question = ProbeQuestion(probe, member: member.address)
            interval = probe.interval
            threshold = probe.threshold
        }

        func asks(like other: Watch) -> Bool {
            question == other.question && interval == other.interval
                && threshold == other.threshold
        }
    }

    private let group: MultiThreadedEventLoopGroup
    private let client: ProbeClient
    private let logger: Logger
    private let changed: AsyncStream<Void>.Continuation
    private var watches: [ProbedMember: Watch] = [:]
    /// How many members were begun with: each gets a number of its own.
    private var begun = 0
    /// What asks, by number, until its last question is over.
    private var tasks: [Int: Task<Void, Never>] = [:]
    private var lastComplaint: ContinuousClock.Instant?

    /// How long nothing more is said of questions that could not be put.
    private static let complaintPause: Duration = .seconds(60)

    /// Prepares to ask from these addresses; nothing is asked before `follow`.
    public init(sources: ProbeSources, logger: Logger) throws {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        client = try ProbeClient(group: group, sources: sources)
        self.logger = logger
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// What is known of each member.
    public var health: [ProbedMember: ProbedHealth] {
        watches.mapValues { ProbedHealth($0.health) }
    }

    /// Asks the members of these probes from now on, and no others.
    ///
    /// Members that are asked as before go on undisturbed; those whose probe has changed keep
    /// their state and are asked in the new way.
    public func follow(_ probes: [ResolvedProbe]) {
        var wanted: [ProbedMember: Watch] = [:]
        for probe in probes {
            for address in probe.members {
                let member = ProbedMember(probe: probe.id, address: address)
                wanted[member] = Watch(probe, member)
            }
        }
        for (member, watch) in watches where wanted[member] == nil {
            tasks[watch.number]?.cancel()
            watches[member] = nil
        }
        let new = wanted.filter { watches[$0.key]?.asks(like: $0.value) != true }
        let start = ContinuousClock.now
        for (member, watch) in new.sorted(by: { $0.key.address < $1.key.address }) {
            begin(member, watch, of: new.count, start)
        }
        changed.yield()
    }

    /// Asks nobody any more, and ends the network's thread.
    public func shutDown() async throws {
        follow([])
        changed.finish()
        // A question needs its event loop to end, so the loop ends after the last of them.
        for task in tasks.values { await task.value }
        try await group.shutdownGracefully()
    }

    private func begin(
        _ member: ProbedMember,
        _ watch: Watch,
        of count: Int,
        _ start: ContinuousClock.Instant
    ) {
        let former = watches[member]
        if let former { tasks[former.number]?.cancel() }
        begun += 1
        let schedule = ProbeSchedule(
            number: begun,
            of: count,
            interval: watch.interval,
            start: start
        )
        var watch = watch
        watch.health = former?.health ?? MemberHealth()
        watch.number = begun
        watches[member] = watch
        let (number, question) = (begun, watch.question)
        tasks[number] = Task {
            await ask(member, question, schedule)
            tasks[number] = nil
        }
    }

    private func ask(
        _ member: ProbedMember,
        _ question: ProbeQuestion,
        _ schedule: ProbeSchedule
    ) async {
        var moment = schedule.first
        while true {
            do {
                try await ContinuousClock().sleep(until: moment)
            } catch {
                return
            }
            let outcome = await client.ask(question)
            // Cancelled here means replaced or gone: the answer is to a question of the past.
            guard !Task.isCancelled else { return }
            take(outcome, from: member)
            moment = schedule.next(after: moment, now: .now)
        }
    }

    private func take(_ outcome: ProbeOutcome, from member: ProbedMember) {
        guard var health = watches[member]?.health, let threshold = watches[member]?.threshold
        else { return }
        if case .notAsked(let reason) = outcome { complain(reason, member) }
        let before = ProbedHealth(health)
        let moved = health.take(outcome, threshold: threshold, at: .now)
        watches[member]?.health = health
        guard ProbedHealth(health) != before else { return }
        changed.yield()
        if moved { report(member, health) }
    }

    private func report(_ member: ProbedMember, _ health: MemberHealth) {
        var metadata: Logger.Metadata = [
            "member": "\(member.address)", "probe": "\(member.probe)",
            "reason": "\(health.reason.rawValue)",
        ]
        if let failure = health.failure { metadata["seen"] = "\(failure)" }
        guard let end = health.dampening.heldUntil else {
            logger.notice(health.isUp ? "member up" : "member down", metadata: metadata)
            return
        }
        let seconds = (end - .now).components.seconds
        logger.warning(
            "member down: it flaps, and is held down for at least \(seconds + 1) seconds",
            metadata: metadata
        )
    }

    private func complain(_ reason: String, _ member: ProbedMember) {
        let now = ContinuousClock.now
        if let last = lastComplaint, now - last < Self.complaintPause { return }
        lastComplaint = now
        logger.error(
            "a member cannot be asked and keeps its state: \(reason)",
            metadata: ["member": "\(member.address)", "probe": "\(member.probe)"]
        )
    }
}
