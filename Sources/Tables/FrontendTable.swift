import PacketFormats

/// What selects a rule: destination address, transport and port.
///
/// A key with transport 0 and port 0 stands for the address itself. Every frontend address has one,
/// so that a packet which no rule matches is known to be for a frontend; its entry carries the
/// HA-ports rule when there is one.
@frozen
public struct FrontendKey: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The frontend address.
    public var address: AddressBits
    /// The frontend port.
    public var port: BigEndian<UInt16>
    /// The IP protocol number; 0 for all.
    public var transport: UInt8
    /// Zero.
    public var reserved0: UInt8
    /// Zero.
    public var reserved1: UInt32

    /// Makes a key with its unused bytes zero.
    @inlinable @inline(__always)
    public init(address: AddressBits, port: BigEndian<UInt16>, transport: UInt8) {
        self.address = address
        self.port = port
        self.transport = transport
        reserved0 = 0
        reserved1 = 0
    }

    /// The fields after the address in one word, so that they are compared at once.
    @inlinable @inline(__always)
    var tail: UInt64 {
        UInt64(port.bits) | UInt64(transport) &<< 16 | UInt64(reserved0) &<< 24
            | UInt64(reserved1) &<< 32
    }

    /// Whether two keys are the same.
    @inlinable @inline(__always)
    public static func == (left: FrontendKey, right: FrontendKey) -> Bool {
        left.address == right.address && left.tail == right.tail
    }

    /// Makes the key of an address itself.
    @inlinable @inline(__always)
    public init(address: AddressBits) {
        self.init(address: address, port: BigEndian(bits: 0), transport: 0)
    }
}

/// What the packet program knows of a rule.
@frozen
public struct FrontendEntry: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The first state of the flow hash; the same on every node, so that all of them agree.
    public var hashSeed: UInt64
    /// Which bits of ports (low 32) and transport (the 8 above) the flow hash takes.
    public var hashedFields: UInt64
    /// All ones when both directions of a flow hash alike, else zero.
    ///
    /// Masks in place of conditions: the packet program hashes without a branch.
    public var symmetry: UInt64
    /// The index of the rule's counters; 0 counts for addresses without a rule.
    public var rule: UInt32
    /// The index of the rule's lookup table.
    public var lookupTable: UInt32
    /// How the rule treats a packet.
    public var options: RuleOptions
    /// The port that members serve on; 0 leaves the packet's port.
    public var backendPort: BigEndian<UInt16>
    /// The Ethernet address that the frontend answers with; unknown means the interface's own.
    public var ethernet: EthernetAddress
    /// Zero.
    public var reserved0: UInt16
    /// How long a flow may be silent and still keep its pin, in seconds.
    public var idleSeconds: UInt32

    /// Makes an entry with its unused bytes zero and the hash masks that the options mean.
    public init(
        hashSeed: UInt64,
        rule: UInt32,
        lookupTable: UInt32,
        options: RuleOptions,
        backendPort: BigEndian<UInt16>,
        ethernet: EthernetAddress,
        idleSeconds: UInt32 = 240
    ) {
        self.hashSeed = hashSeed
        let ports: UInt64 = options.contains(.hashesPorts) ? 0xffff_ffff : 0
        let transport: UInt64 = options.contains(.hashesTransport) ? 0xff_0000_0000 : 0
        hashedFields = ports | transport
        symmetry = options.contains(.symmetric) ? .max : 0
        self.rule = rule
        self.lookupTable = lookupTable
        self.options = options
        self.backendPort = backendPort
        self.ethernet = ethernet
        reserved0 = 0
        self.idleSeconds = idleSeconds
    }
}

/// The frontends table: destination to rule.
public enum Frontends: MapDeclaration {
    /// Destination address, transport and port.
    public typealias Key = FrontendKey
    /// The rule.
    public typealias Value = FrontendEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "frontends" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .hash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.frontends }
}
