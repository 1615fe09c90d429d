import PacketFormats

/// A member as the packet program delivers to it.
@frozen
public struct BackendEntry: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The member's own address.
    public var address: AddressBits
    /// The member's Ethernet address; unknown while it is being resolved.
    public var destination: EthernetAddress
    /// The Ethernet address of the interface that leads to the member.
    public var source: EthernetAddress
    /// The index of that interface.
    public var interface: UInt32
    /// The VLAN that the member is in; 0 for untagged.
    public var vlan: UInt16
    /// 1 when the member is this node itself, else 0.
    public var isLocal: UInt16
    /// The largest IP packet that the interface carries, in bytes; 0 when that is not known.
    public var mtu: UInt16
    /// Zero.
    public var reserved0: UInt16

    /// Where the two Ethernet addresses begin, in the order that a frame has them.
    @inlinable @inline(__always)
    public static var addressesOffset: Int { 16 }

    /// Makes an entry with its unused bytes zero.
    public init(
        address: AddressBits,
        destination: EthernetAddress,
        source: EthernetAddress,
        interface: UInt32,
        vlan: UInt16 = 0,
        isLocal: Bool = false,
        mtu: UInt16 = 0
    ) {
        self.address = address
        self.destination = destination
        self.source = source
        self.interface = interface
        self.vlan = vlan
        self.isLocal = isLocal ? 1 : 0
        self.mtu = mtu
        reserved0 = 0
    }
}

/// The backends table: index to delivery.
///
/// Index 0 is no backend.
public enum Backends: MapDeclaration {
    /// The backend's index, as a lookup-table slot names it.
    public typealias Key = UInt32
    /// How to deliver.
    public typealias Value = BackendEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "backends" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .array }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.backends }
}
