public import Addresses
public import PacketFormats

/// The way that frames take to a member, which is also the way of its clients' packets.
public struct ReadinessPath: Hashable, Sendable {
    /// The index of the node's interface that leads to the member.
    public var interface: UInt32
    /// The Ethernet address of that interface.
    public var source: EthernetAddress
    /// The member's Ethernet address.
    public var destination: EthernetAddress
    /// The node's address on the member's segment.
    public var near: IPAddress
    /// An address of the node that the member answers by way of a router; `nil` without one.
    public var far: IPAddress?

    /// Makes a path from its parts.
    public init(
        interface: UInt32,
        source: EthernetAddress,
        destination: EthernetAddress,
        near: IPAddress,
        far: IPAddress? = nil
    ) {
        self.interface = interface
        self.source = source
        self.destination = destination
        self.near = near
        self.far = far
    }
}
