/// What leads a guest from where it is to where it must be.
public struct GuestPlan: Hashable, Sendable {
    /// What was looked at, in the order of the way of a packet.
    public let items: [GuestItem]
    /// What is to be done, in this order; empty when nothing is.
    public let steps: [GuestStep]
    /// Recorded changes that are not undone because somebody has changed the same thing since.
    public let abandoned: [GuestChange]

    /// Makes a plan from its parts.
    public init(items: [GuestItem], steps: [GuestStep], abandoned: [GuestChange] = []) {
        self.items = items
        self.steps = steps
        self.abandoned = abandoned
    }

    /// Whether something is missing, also what no step mends, such as a service.
    public var isSomethingMissing: Bool { items.contains { $0.status == .missing } }
}
