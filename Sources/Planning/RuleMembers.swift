import Tables

/// The backends that are members of each rule, up or down: what flows may be pinned to.
public struct RuleMembers: Equatable, Sendable {
    private var backends: [UInt32: Set<UInt16>]

    /// Takes the members of each rule, by the index of its counters.
    public init(_ backends: [UInt32: Set<UInt16>]) {
        self.backends = backends
    }

    /// Whether a pin leads to a member of its rule.
    ///
    /// A member that left may go on in other rules, so its backend alone does not tell.
    public func allow(_ flow: FlowKey, _ pin: PinEntry) -> Bool {
        backends[UInt32(flow.rule)]?.contains(pin.backend) ?? false
    }
}
