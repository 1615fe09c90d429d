public import Addresses
public import PacketFormats

/// An entry of the kernel's neighbour tables (ARP and IPv6 neighbour discovery).
public struct Neighbour: Hashable, Sendable {
    /// The reachability states of an entry, with the kernel's bits (`linux/neighbour.h`, `NUD_`).
    public struct State: OptionSet, Hashable, Sendable {
        /// The kernel's bits.
        public let rawValue: UInt16

        /// Makes a set of states from the kernel's bits.
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// The first request is under way; there is no Ethernet address yet.
        public static let incomplete = State(rawValue: 0x01)
        /// Confirmed within the reachable time.
        public static let reachable = State(rawValue: 0x02)
        /// Known, and confirmed again at its next use.
        public static let stale = State(rawValue: 0x04)
        /// In use, and about to be confirmed.
        public static let delay = State(rawValue: 0x08)
        /// In use, while a request asks for a confirmation.
        public static let probe = State(rawValue: 0x10)
        /// Nobody answered.
        public static let failed = State(rawValue: 0x20)
        /// Derived without a request (multicast, loopback).
        public static let noARP = State(rawValue: 0x40)
        /// Set by the administrator; never expires.
        public static let permanent = State(rawValue: 0x80)

        /// The states in which the kernel itself sends to the entry (`NUD_VALID`).
        public static let usable: State = [.reachable, .stale, .delay, .probe, .noARP, .permanent]
    }

    /// The index of the interface.
    public let interface: UInt32
    /// The neighbour's address.
    public let address: IPAddress
    /// The neighbour's Ethernet address; `nil` while it is not known.
    public let ethernetAddress: EthernetAddress?
    /// The state that the kernel holds the entry in.
    public let state: State

    /// Makes a neighbour entry from its parts.
    public init(
        interface: UInt32,
        address: IPAddress,
        ethernetAddress: EthernetAddress?,
        state: State
    ) {
        self.interface = interface
        self.address = address
        self.ethernetAddress = ethernetAddress
        self.state = state
    }

    /// Whether frames can be sent to the neighbour now.
    public var isUsable: Bool { ethernetAddress != nil && !state.isDisjoint(with: .usable) }
}
