import PacketFormats

/// An interface that the packet program runs on.
@frozen
public struct InterfaceEntry: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The interface's own Ethernet address.
    public var ethernet: EthernetAddress
    /// Zero.
    public var reserved: UInt16

    /// Makes an entry with its unused bytes zero.
    @inlinable
    public init(ethernet: EthernetAddress) {
        self.ethernet = ethernet
        reserved = 0
    }
}

/// The interfaces table: interface index to its Ethernet address.
public enum Interfaces: MapDeclaration {
    /// The interface's index.
    public typealias Key = UInt32
    /// The interface.
    public typealias Value = InterfaceEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "interfaces" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .hash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.interfaces }
}

/// A transmit target.
///
/// The corresponding C type is `struct bpf_devmap_val`.
@frozen
public struct EgressEntry: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The interface's index.
    public var interface: UInt32
    /// A program to run on the way out: none, 0, when user space writes; its identifier when it reads.
    public var program: UInt32

    /// Makes a target that runs no program on the way out.
    @inlinable
    public init(interface: UInt32) {
        self.interface = interface
        program = 0
    }
}

/// The egress table: interfaces that a packet can be redirected to.
public enum Egress: MapDeclaration {
    /// The interface's index.
    public typealias Key = UInt32
    /// The target.
    public typealias Value = EgressEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "egress" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .deviceHash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.interfaces }
}
