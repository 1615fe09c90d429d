/// What the data plane is to do, with every reference followed: the result of a valid inventory.
public struct ForwardingConfiguration: Hashable, Sendable {
    /// The frontends in the order of their ids.
    public var frontends: [ResolvedFrontend]
    /// The load-balancing rules in the order of their ids.
    public var rules: [ResolvedRule]
    /// The probes that rules refer to, in the order of their ids.
    public var probes: [ResolvedProbe]

    /// Makes a configuration; the arrays are taken as they are.
    public init(
        frontends: [ResolvedFrontend],
        rules: [ResolvedRule],
        probes: [ResolvedProbe] = []
    ) {
        self.frontends = frontends
        self.rules = rules
        self.probes = probes
    }
}
