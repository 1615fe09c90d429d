import Tables

/// One packet in, and what must come of it: the same natively and in the kernel.
public struct PacketFixture: Sendable, CustomStringConvertible {
    /// What must come of a packet.
    public enum Expectation: Sendable {
        /// The host gets the frame, as it came or changed.
        case pass([UInt8])
        /// The frame leaves through the interface that it came from.
        case transmit([UInt8])
        /// The frame leaves through another interface.
        case redirect([UInt8], interface: UInt32)
        /// The frame goes nowhere, for a reason that is counted.
        case drop(DropReason)
    }

    /// What a rule's counters gain.
    public struct Counted: Equatable, Sendable {
        /// Forwarded packets.
        public var packets: UInt64 = 0
        /// Their bytes.
        public var bytes: UInt64 = 0
        /// Those that open a connection.
        public var synPackets: UInt64 = 0
        /// Restored replies.
        public var replyPackets: UInt64 = 0
        /// Flows that could not be pinned.
        public var unpinnedFlows: UInt64 = 0
        /// Echo requests answered.
        public var echoReplies: UInt64 = 0
        /// Drops by reason.
        public var drops: [UInt64] = Array(repeating: 0, count: 16)

        /// Nothing counted.
        public init() {}

        /// Reads a rule's counters.
        public init(_ counters: RuleCounters) {
            packets = counters.packets
            bytes = counters.bytes
            synPackets = counters.synPackets
            replyPackets = counters.replyPackets
            unpinnedFlows = counters.unpinnedFlows
            echoReplies = counters.echoReplies
            drops = (0..<16).map { counters.drops[$0] }
        }
    }

    /// The case's number in the list of packet cases, and what it shows.
    public let name: String
    /// The frame that arrives.
    public let frame: [UInt8]
    /// What must come of it.
    public let expectation: Expectation
    /// The rule whose counters must change; `nil` when no counter may.
    public let rule: UInt32?
    /// How they must change.
    public let counted: Counted

    /// The name, for test output.
    public var description: String { name }

    /// A frame that the host gets unchanged, with nothing counted.
    public static func passes(_ name: String, _ frame: [UInt8]) -> PacketFixture {
        PacketFixture(
            name: name,
            frame: frame,
            expectation: .pass(frame),
            rule: nil,
            counted: Counted()
        )
    }

    /// A frame that is dropped, with the reason counted for a rule.
    public static func drops(
        _ name: String,
        _ frame: [UInt8],
        _ rule: UInt32,
        _ reason: DropReason
    ) -> PacketFixture {
        var counted = Counted()
        counted.drops[Int(reason.rawValue)] = 1
        return PacketFixture(
            name: name,
            frame: frame,
            expectation: .drop(reason),
            rule: rule,
            counted: counted
        )
    }

    /// A frame that is forwarded, with its length (without padding) counted for a rule.
    public static func forwards(
        _ name: String,
        _ frame: [UInt8],
        _ rule: UInt32,
        _ expectation: Expectation,
        padding: Int = 0,
        isSYN: Bool = false
    ) -> PacketFixture {
        var counted = Counted()
        counted.packets = 1
        counted.bytes = UInt64(frame.count - padding)
        counted.synPackets = isSYN ? 1 : 0
        return PacketFixture(
            name: name,
            frame: frame,
            expectation: expectation,
            rule: rule,
            counted: counted
        )
    }

    /// A member's reply that the host gets with its source restored.
    public static func restores(
        _ name: String,
        _ frame: [UInt8],
        _ rule: UInt32,
        _ result: [UInt8]
    ) -> PacketFixture {
        var counted = Counted()
        counted.replyPackets = 1
        return PacketFixture(
            name: name,
            frame: frame,
            expectation: .pass(result),
            rule: rule,
            counted: counted
        )
    }

    /// An echo request to a frontend, with the reply, counted for a rule or for bare addresses.
    public static func echoes(
        _ name: String,
        _ frame: [UInt8],
        _ rule: UInt32,
        _ reply: [UInt8]
    ) -> PacketFixture {
        var counted = Counted()
        counted.echoReplies = 1
        return PacketFixture(
            name: name,
            frame: frame,
            expectation: .transmit(reply),
            rule: rule,
            counted: counted
        )
    }

    /// An echo request that is answered by an error, counted as a drop for the reason.
    public static func reports(
        _ name: String,
        _ frame: [UInt8],
        _ rule: UInt32,
        _ reason: DropReason,
        _ error: [UInt8]
    ) -> PacketFixture {
        var counted = Counted()
        counted.drops[Int(reason.rawValue)] = 1
        return PacketFixture(
            name: name,
            frame: frame,
            expectation: .transmit(error),
            rule: rule,
            counted: counted
        )
    }

    /// A question for a frontend's Ethernet address, with the answer; nothing is counted.
    public static func answers(
        _ name: String,
        _ frame: [UInt8],
        _ answer: [UInt8]
    ) -> PacketFixture {
        PacketFixture(
            name: name,
            frame: frame,
            expectation: .transmit(answer),
            rule: nil,
            counted: Counted()
        )
    }
}
