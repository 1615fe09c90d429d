/// What the data plane is to do, with every reference followed: the result of a valid inventory.
public struct ForwardingConfiguration: Hashable, Sendable {
    /// The frontends in the order of their ids.
    public var frontends: [ResolvedFrontend]
    /// The load-balancing rules in the order of their ids.
    public var rules: [ResolvedRule]

    /// Makes a configuration; the arrays are taken as they are.
    public init(frontends: [ResolvedFrontend], rules: [ResolvedRule]) {
        self.frontends = frontends
        self.rules = rules
    }
}
