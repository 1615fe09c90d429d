/// What a probe thinks of a member, changed by one result after the other.
///
/// A value without clock and network: the same results at the same times give the same states.
///
/// A member of which nothing is known yet counts as up. A daemon that starts anew would otherwise
/// take every member out until it has heard from it, and a rule that gets a probe would lose its
/// traffic for that time. What it costs: a new member that is dead gets new flows until its first
/// result.
public struct MemberHealth: Hashable, Sendable {
    /// Whether new flows may reach the member.
    public private(set) var isUp = true
    /// Why.
    public private(set) var reason = HealthReason.notProbed
    /// The last failure since the last success; `nil` when there was none.
    public private(set) var failure: ProbeFailure?
    /// How often the member flapped, and until when it is held.
    public private(set) var dampening = FlapDampening()
    /// Results in a row that speak against the present state.
    private var contrary = 0

    /// A member of which nothing is known.
    public init() {}

    /// Takes a result, and says whether the member went up or down by it.
    ///
    /// - Parameter threshold: how many results in a row change the state; at least 1.
    public mutating func take(
        _ outcome: ProbeOutcome,
        threshold: Int,
        at now: ContinuousClock.Instant
    ) -> Bool {
        switch outcome {
        case .success: succeed(threshold, now)
        case .failure(let failure): fail(failure, threshold, now)
        case .notAsked: false
        }
    }

    private mutating func succeed(_ threshold: Int, _ now: ContinuousClock.Instant) -> Bool {
        failure = nil
        guard !isUp else {
            contrary = 0
            reason = .probeSuccess
            return false
        }
        // Held members go on counting: those that answer all the time come up when the hold ends.
        contrary = min(contrary + 1, threshold)
        guard contrary >= threshold, dampening.allowsRise(at: now) else {
            reason = .approachingHealthy
            return false
        }
        isUp = true
        contrary = 0
        reason = .probeSuccess
        dampening.rose(at: now)
        return true
    }

    private mutating func fail(
        _ failure: ProbeFailure,
        _ threshold: Int,
        _ now: ContinuousClock.Instant
    ) -> Bool {
        self.failure = failure
        guard isUp else {
            contrary = 0
            reason = failure.reason
            return false
        }
        contrary += 1
        guard contrary >= threshold || failure.isDecisive else {
            reason = .approachingUnhealthy
            return false
        }
        isUp = false
        contrary = 0
        reason = failure.reason
        dampening.fell(at: now)
        return true
    }
}
