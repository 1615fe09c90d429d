/// Why a packet was not forwarded; the raw value indexes the counters of its rule.
@frozen
public enum DropReason: UInt32, Sendable, CaseIterable {
    /// The destination is a frontend address, but no rule matches transport and port.
    case noMatchingRule = 0
    /// The rule has no member that may receive new flows.
    case noHealthyBackend = 1
    /// The rule's lookup table is not loaded.
    case lookupTableMissing = 2
    /// The member's Ethernet address is not known yet.
    case nextHopUnresolved = 3
    /// A header contradicts itself or the frame's length.
    case malformedHeader = 4
    /// A fragment of a datagram whose first fragment was not seen.
    case fragment = 5
    /// More IPv6 extension headers than are skipped.
    case extensionHeaderLimit = 6
    /// Source and destination address are the same.
    case sourceIsDestination = 7
    /// The packet is tagged and the member is not, or the other way round.
    case vlanMismatch = 8
    /// The transport is neither TCP nor UDP.
    case unsupportedTransport = 9
    /// The member that was chosen is the machine that the frame came from.
    case returnsToSender = 10
    /// The packet is longer than the interface that the member is behind carries.
    case packetTooBig = 11
}
