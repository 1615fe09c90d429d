import Logging
import Readiness
import Resources

/// Asks the members of rules with Floating IP whether the frontend's address answers there.
///
/// One task for each member and rule, which mostly sleeps.
actor ReadinessSurveyor {
    /// Something has changed in what is found; changes that come together are told once.
    nonisolated let changes: AsyncStream<Void>

    private struct Watch {
        let target: ReadinessTarget
        let task: Task<Void, Never>
        var evidence: ReadinessEvidence?
        /// Whether somebody says that it has the frontend, with the member's Ethernet address.
        var isClaimed = false
    }

    private let thread = BackgroundThread()
    private let logger: Logger
    private var log: ReadinessLog
    private let wire: ReadinessWire
    private let changed: AsyncStream<Void>.Continuation
    private var survey = ReadinessSurvey()
    private var watches: [RuleMember: Watch] = [:]
    /// The members whose findings are to be told, and those that have none any more.
    private var untold: Set<RuleMember> = []
    private var gone: Set<RuleMember> = []
    /// The claims that were told.
    private var claims: [FrontendClaim] = []
    private var lastComplaint: ContinuousClock.Instant?

    /// The most members that are asked; more would be frames that crowd out traffic.
    static let limit = 10_000
    /// The time between rounds of all members together: with more than fit into an interval, each is
    /// asked less often, so that questions never take a processor from probes and plans.
    static let pace: Duration = .milliseconds(2)
    /// How long a round takes at most, in steps that each ask again.
    static let attempts = 4
    private static let step: Duration = .milliseconds(240)
    private static let look: Duration = .milliseconds(20)
    /// In one of how many rounds a UDP port that is ready is asked itself.
    private static let datagramRounds = 12
    /// How often segments are asked who has a frontend's address.
    static let claimInterval: Duration = .seconds(3)
    /// How long a claim counts: one lost answer does not end it.
    static let claimLife: Duration = .seconds(7)

    /// Prepares to ask; nothing is asked before `follow`.
    init(logger: Logger) {
        self.logger = logger
        log = ReadinessLog(logger)
        let (changes, changed) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        (self.changes, self.changed) = (changes, changed)
        wire = ReadinessWire(logger: logger) { changed.yield() }
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.executor }

    /// What has changed since this was last asked.
    ///
    /// A finding is sentences for people, and there may be ten thousand: those that stay are neither
    /// made nor compared again.
    func takeChanges() -> ReadinessChanges {
        noteClaims()
        var changes = ReadinessChanges(gone: gone, claims: claims)
        for subject in untold { changes.findings[subject] = finding(of: subject) }
        untold = []
        gone = []
        log.write(changes)
        return changes
    }

    private func finding(of subject: RuleMember) -> ReadinessFinding? {
        guard let watch = watches[subject] else { return survey.known[subject] }
        guard var evidence = watch.evidence else {
            return ReadinessFinding(notAsked: watch.target)
        }
        evidence.claimsFrontend = watch.isClaimed
        let owned = survey.owned[subject.address] ?? OwnedAddresses([])
        return ReadinessFinding(evidence, of: watch.target, owning: owned)
    }

    /// Notes of which members somebody claims the frontend.
    private func noteClaims() {
        let now = wire.claims(survey)
        guard now != claims else { return }
        claims = now
        for (subject, watch) in watches {
            let isClaimed = wire.isClaimed(watch.target)
            guard isClaimed != watch.isClaimed else { continue }
            watches[subject]?.isClaimed = isClaimed
            untold.insert(subject)
        }
    }

    /// Asks by what is applied now; whom the survey names as before goes on undisturbed.
    func follow(_ basis: SurveyBasis) { follow(ReadinessSurvey(basis)) }

    private func follow(_ survey: ReadinessSurvey) {
        let before = Set(watches.keys).union(self.survey.known.keys)
        self.survey = survey
        wire.follow(survey)
        let wanted = survey.targets
        if survey.unasked > 0 {
            logger.warning(
                "readiness is not asked of all members",
                metadata: ["asked": "\(wanted.count)", "not": "\(survey.unasked)"]
            )
        }
        let subjects = Set(wanted.map(\.subject))
        for (subject, watch) in watches where !subjects.contains(subject) {
            watch.task.cancel()
            watches[subject] = nil
        }
        let new = wanted.filter { watches[$0.subject]?.target != $0 }
        for (index, target) in new.enumerated() {
            let former = watches[target.subject]
            former?.task.cancel()
            // Evenly over the first seconds, never all at once.
            let delay = Self.pace * index
            let task = Task { await self.watch(target, after: delay) }
            // The same address asked in another way is not known; by another path it still is.
            let isSame = former.map { $0.target.asks(like: target) } ?? false
            watches[target.subject] = Watch(
                target: target,
                task: task,
                evidence: isSame ? former?.evidence : nil,
                isClaimed: wire.isClaimed(target)
            )
        }
        // What a machine must own is in a finding too, and is another survey's.
        untold = Set(watches.keys).union(survey.known.keys)
        gone = gone.union(before).subtracting(untold)
        changed.yield()
    }

    /// Asks nobody any more.
    func shutDown() {
        follow(ReadinessSurvey())
        changed.finish()
    }

    /// Asks the segments who has the frontends' addresses, until cancelled.
    func watchClaims() async {
        while !Task.isCancelled {
            wire.forgetClaims(before: .now - Self.claimLife)
            if wire.claims(survey) != claims { changed.yield() }
            for place in survey.places {
                do { try wire.ask(place) } catch { complain("\(error)") }
            }
            do { try await Task.sleep(for: Self.claimInterval) } catch { return }
        }
    }

    private func watch(_ target: ReadinessTarget, after delay: Duration) async {
        do {
            try await Task.sleep(for: delay)
            var round = 0
            while true {
                // A UDP service sees each datagram: one that is ready is asked seldom.
                let isReady = watches[target.subject]?.evidence?.state(target) == .ready
                let isSpared = isReady && !round.isMultiple(of: Self.datagramRounds)
                let evidence = try await ask(target, sparesPort: isSpared)
                try Task.checkCancellation()
                take(evidence, of: target)
                round += 1
                try await Task.sleep(for: pause(after: target))
            }
        } catch {
            return
        }
    }

    /// The time from one round of a member to the next.
    private func pause(after target: ReadinessTarget) -> Duration {
        // The round itself belongs to the interval, so that a change shows within one.
        let rest = max(target.interval - Self.step * Self.attempts, .seconds(1))
        return max(rest, Self.pace * watches.count)
    }

    private func ask(
        _ target: ReadinessTarget,
        sparesPort: Bool
    ) async throws -> ReadinessEvidence {
        let token = wire.begin(target, sparesPort: sparesPort && target.transport == .udp)
        do {
            for attempt in 0..<Self.attempts {
                let questions = wire.open(token, attempt: attempt)
                if questions.isEmpty { break }
                do { try wire.ask(questions, token: token) } catch { complain("\(error)") }
                // Most answers come at once; who is silent is not looked at again and again.
                try await Task.sleep(for: Self.look)
                if wire.open(token, attempt: attempt + 1).isEmpty { break }
                try await Task.sleep(for: Self.step - Self.look)
            }
        } catch {
            _ = wire.end(token)
            throw error
        }
        return wire.end(token)
    }

    private func take(_ evidence: ReadinessEvidence, of target: ReadinessTarget) {
        guard watches[target.subject]?.target == target else { return }
        var evidence = evidence
        if evidence.sparesPort, evidence.hasFrontend {
            // What the port answered last still counts.
            evidence.port = watches[target.subject]?.evidence?.port ?? .nothing
        }
        evidence.sparesPort = false
        guard watches[target.subject]?.evidence != evidence else { return }
        watches[target.subject]?.evidence = evidence
        untold.insert(target.subject)
        changed.yield()
    }

    private func complain(_ reason: String) {
        let now = ContinuousClock.now
        if let last = lastComplaint, now - last < .seconds(60) { return }
        lastComplaint = now
        logger.error("readiness cannot be asked for: \(reason)")
    }
}
