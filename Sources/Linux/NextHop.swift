public import PacketFormats

/// Where to send a frame so that it reaches an address on a connected segment.
public struct NextHop: Hashable, Sendable {
    /// The index of the interface to send through.
    public let interface: UInt32
    /// The Ethernet address of that interface, the frame's source.
    public let source: EthernetAddress
    /// The Ethernet address of the destination.
    public let destination: EthernetAddress

    /// Makes a next hop from its parts.
    public init(interface: UInt32, source: EthernetAddress, destination: EthernetAddress) {
        self.interface = interface
        self.source = source
        self.destination = destination
    }
}
