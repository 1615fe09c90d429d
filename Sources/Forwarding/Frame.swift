import PacketFormats
import Tables

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

    /// Writes both Ethernet addresses of a backend's entry, which has them in the header's order.
    ///
    /// As two words: a field at a time would be six loads and six stores.
    @inlinable @inline(__always)
    func setAddresses(_ backend: UnsafeMutablePointer<BackendEntry>) {
        let header = UnsafeMutableRawPointer(ethernet)
        let addresses = UnsafeMutableRawPointer(backend)
            .advanced(by: BackendEntry.addressesOffset)
        header.assumingMemoryBound(to: UInt64.self).pointee =
            addresses.assumingMemoryBound(to: UInt64.self).pointee
        header.advanced(by: 8).assumingMemoryBound(to: UInt32.self).pointee =
            addresses.advanced(by: 8).assumingMemoryBound(to: UInt32.self).pointee
    }
}
