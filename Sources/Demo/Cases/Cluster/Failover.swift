/// What was seen of a failover, and what the clients' attempts say about it.
struct Failover: Sendable {
    /// The server that had the role.
    let old: String
    /// The server that has it afterwards.
    let new: String
    /// When the old server was killed.
    let killed: ContinuousClock.Instant
    /// When the new server had become the primary.
    let promoted: ContinuousClock.Instant
    /// When the node's report first had the old server down.
    let foundDown: ContinuousClock.Instant
    /// When the node's report first had the new server up.
    let foundUp: ContinuousClock.Instant
    /// All attempts, in the order of their beginning.
    let attempts: [WriteAttempt]

    /// When the old server's last acknowledgement came.
    var lastBefore: ContinuousClock.Instant? {
        attempts.filter { $0.server == old }.map(\.ended).max()
    }

    /// When the new server's first acknowledgement came.
    var firstAfter: ContinuousClock.Instant? {
        attempts.filter { $0.server == new }.map(\.ended).min()
    }

    /// How long no write was acknowledged; `nil` unless both servers have acknowledged some.
    var timeToFirst: Duration? {
        guard let lastBefore, let firstAfter else { return nil }
        return firstAfter - lastBefore
    }

    /// From the old server's last acknowledgement until the new one acknowledges every write.
    var timeToRecovery: Duration? {
        let lastFailure = attempts.filter { $0.server == nil }.map(\.ended).max()
        let steady = attempts.filter { attempt in
            attempt.server == new && (lastFailure.map { attempt.began > $0 } ?? true)
        }
        guard let lastBefore, let first = steady.map(\.ended).min() else { return nil }
        return first - lastBefore
    }

    /// What ended before the old server was killed.
    var before: [WriteAttempt] { attempts.filter { $0.ended < killed } }

    /// When every connection leads to the new server, by the node's report: the old one's probe may
    /// find it down some time after the new one's has found that up, and until then both get some.
    var recovered: ContinuousClock.Instant? { firstAfter.map { max($0, foundDown) } }

    /// What began after the recovery.
    var after: [WriteAttempt] {
        attempts.filter { attempt in recovered.map { attempt.began > $0 } ?? false }
    }

    /// What is neither before nor after.
    var between: [WriteAttempt] {
        attempts.filter { attempt in
            attempt.ended >= killed && (recovered.map { attempt.began <= $0 } ?? true)
        }
    }

    /// The acknowledged rows that are not among those that the table has.
    func lost(from rows: Set<String>) -> [WriteAttempt] {
        attempts.filter { $0.server != nil && !rows.contains($0.key) }
    }
}
