/// Holds a member down longer that goes up and down again and again.
///
/// A member that falls less than two minutes after it came up flaps. Two falls are forgiven; from the
/// third such fall on it is held down for 30 seconds, and with each further one twice as long, up to
/// five minutes. Two minutes up make everything forgotten. Azure waits longer before it takes a
/// flapping member in again and does not say how long; the numbers are this project's.
public struct FlapDampening: Hashable, Sendable {
    /// How long a member must be up so that its next fall counts as the first.
    public static let stable: Duration = .seconds(120)
    /// The fall from which on a member is held.
    public static let heldFrom = 3
    /// How long a member is held at first.
    public static let firstHold: Duration = .seconds(30)
    /// The longest time for which a member is held.
    public static let longestHold: Duration = .seconds(300)

    private var falls = 0
    private var lastRise: ContinuousClock.Instant?
    /// Until when the member is held down at least; `nil` for one that does not flap.
    public private(set) var heldUntil: ContinuousClock.Instant?

    /// Starts with nothing seen.
    public init() {}

    /// The member went down.
    public mutating func fell(at now: ContinuousClock.Instant) {
        let flapped = lastRise.map { now - $0 < Self.stable } ?? false
        falls = flapped ? falls + 1 : 1
        guard falls >= Self.heldFrom else { return heldUntil = nil }
        var hold = Self.firstHold
        for _ in Self.heldFrom..<falls where hold < Self.longestHold { hold *= 2 }
        heldUntil = now + min(hold, Self.longestHold)
    }

    /// The member came up.
    public mutating func rose(at now: ContinuousClock.Instant) {
        lastRise = now
        heldUntil = nil
    }

    /// Whether the member may come up.
    public func allowsRise(at now: ContinuousClock.Instant) -> Bool {
        heldUntil.map { $0 <= now } ?? true
    }
}
