import PacketFormats

/// The link-layer headers of a frame.
@frozen
public struct Frame {
    /// The Ethernet header.
    public let ethernet: UnsafeMutablePointer<EthernetHeader>
    /// The VLAN tag, when there is one.
    public var tag: UnsafeMutablePointer<VLANTag>?

    /// An untagged frame.
    @inlinable @inline(__always)
    public init(ethernet: UnsafeMutablePointer<EthernetHeader>) {
        self.ethernet = ethernet
        tag = nil
    }

    /// The bytes before the IP header.
    @inlinable @inline(__always)
    public var headerLength: UInt64 { tag == nil ? 14 : 18 }
}
