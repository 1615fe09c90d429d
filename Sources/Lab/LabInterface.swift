public import PacketFormats

/// A machine's interface, the end of a virtual cable to a segment's port.
public struct LabInterface: Sendable {
    /// The name on the machine: `eth0`, `eth1` and so on.
    public let name: String
    /// The kernel's number of the interface in the machine's namespace.
    public let index: UInt32
    /// The interface's Ethernet address.
    public let ethernetAddress: EthernetAddress
    /// The segment at the other end.
    public let segment: Segment
    /// The name of the segment's port at the other end.
    public let port: String
}
