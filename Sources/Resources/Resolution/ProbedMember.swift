import Addresses

/// A member as a health probe sees it.
public struct ProbedMember: Hashable, Sendable {
    /// The ARM id of the probe.
    public var probe: String
    /// The member's own address.
    public var address: IPAddress

    /// Names a member and the probe that asks it.
    public init(probe: String, address: IPAddress) {
        self.probe = probe
        self.address = address
    }
}
