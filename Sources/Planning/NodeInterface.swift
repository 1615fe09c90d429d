import PacketFormats

/// An interface of the node that the packet program runs on.
public struct NodeInterface: Hashable, Sendable {
    /// The kernel's index of the interface.
    public var index: UInt32
    /// The interface's name.
    public var name: String
    /// The interface's own Ethernet address.
    public var ethernet: EthernetAddress
    /// The largest IP packet that it carries, in bytes.
    public var mtu: UInt32

    /// Makes an interface from its parts.
    public init(index: UInt32, name: String, ethernet: EthernetAddress, mtu: UInt32 = 1500) {
        self.index = index
        self.name = name
        self.ethernet = ethernet
        self.mtu = mtu
    }
}
