public import PacketFormats

/// A network interface as the kernel reports it.
public struct NetworkInterface: Hashable, Sendable {
    /// The kernel's number of the interface, unique in its network namespace.
    public let index: UInt32
    /// The name, such as `eth0`.
    public let name: String
    /// The interface's own Ethernet address; `.unknown` when it has none (loopback, tunnels).
    public let ethernetAddress: EthernetAddress
    /// Whether the interface is administratively up.
    public let isUp: Bool
    /// Whether the link has a carrier, that is, whether frames can pass.
    public let hasCarrier: Bool
    /// The largest network-layer packet, in bytes.
    public let mtu: UInt32
    /// The index of the bridge or bond that the interface is a port of.
    public let master: UInt32?

    /// Makes an interface from its parts.
    public init(
        index: UInt32,
        name: String,
        ethernetAddress: EthernetAddress,
        isUp: Bool = true,
        hasCarrier: Bool = true,
        mtu: UInt32 = 1500,
        master: UInt32? = nil
    ) {
        self.index = index
        self.name = name
        self.ethernetAddress = ethernetAddress
        self.isUp = isUp
        self.hasCarrier = hasCarrier
        self.mtu = mtu
        self.master = master
    }
}
