import Addresses
import Resources

/// Everything that a plan depends on.
public struct PlanningInput: Equatable, Sendable {
    /// What the load balancers are to do.
    public var configuration: ForwardingConfiguration
    /// The interfaces that the packet program runs on.
    public var interfaces: [NodeInterface]
    /// How each member is reached, by its own address.
    public var deliveries: [IPAddress: MemberDelivery]
    /// The first state of the flow hash; the same on every node.
    public var hashSeed: UInt64
    /// The members that their probes find down.
    public var down: Set<ProbedMember>
    /// The members that are not ready for a rule that asks for it.
    public var notReady: Set<RuleMember>
    /// Whether internal frontends answer echo requests too, as Azure's public ones do.
    public var internalFrontendsAnswerEcho: Bool
    /// The node's own addresses, which members answer the node's own connections at.
    public var nodeAddresses: Set<IPAddress>
    /// Rules whose former entry no flow needs any more, by the index of their counters.
    public var retiredFormers: Set<UInt32>
    /// What the tables hold now, as the kernel's maps say: it alone keeps indices stable.
    public var present: TableImage

    /// Makes an input from its parts.
    public init(
        configuration: ForwardingConfiguration,
        interfaces: [NodeInterface],
        deliveries: [IPAddress: MemberDelivery],
        hashSeed: UInt64,
        down: Set<ProbedMember> = [],
        notReady: Set<RuleMember> = [],
        internalFrontendsAnswerEcho: Bool = false,
        nodeAddresses: Set<IPAddress> = [],
        retiredFormers: Set<UInt32> = [],
        present: TableImage
    ) {
        self.configuration = configuration
        self.interfaces = interfaces
        self.deliveries = deliveries
        self.hashSeed = hashSeed
        self.down = down
        self.notReady = notReady
        self.internalFrontendsAnswerEcho = internalFrontendsAnswerEcho
        self.nodeAddresses = nodeAddresses
        self.retiredFormers = retiredFormers
        self.present = present
    }
}
