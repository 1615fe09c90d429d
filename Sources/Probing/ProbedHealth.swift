/// What is told about a member's health.
public struct ProbedHealth: Hashable, Sendable {
    /// Whether new flows may reach the member.
    public var isUp: Bool
    /// Why.
    public var reason: HealthReason
    /// The last failure, when no success came after it.
    public var failure: ProbeFailure?
    /// Whether the member is held down because it flapped.
    public var isHeld: Bool

    /// Makes a member's health from its parts.
    public init(
        isUp: Bool,
        reason: HealthReason,
        failure: ProbeFailure? = nil,
        isHeld: Bool = false
    ) {
        self.isUp = isUp
        self.reason = reason
        self.failure = failure
        self.isHeld = isHeld
    }

    /// What a probe thinks of a member.
    init(_ health: MemberHealth) {
        isUp = health.isUp
        reason = health.reason
        failure = health.failure
        isHeld = health.dampening.heldUntil != nil
    }
}
