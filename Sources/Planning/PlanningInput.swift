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
    /// What the tables hold now, as the kernel's maps say: it alone keeps indices stable.
    public var present: TableImage

    /// Makes an input from its parts.
    public init(
        configuration: ForwardingConfiguration,
        interfaces: [NodeInterface],
        deliveries: [IPAddress: MemberDelivery],
        hashSeed: UInt64,
        present: TableImage
    ) {
        self.configuration = configuration
        self.interfaces = interfaces
        self.deliveries = deliveries
        self.hashSeed = hashSeed
        self.present = present
    }
}
