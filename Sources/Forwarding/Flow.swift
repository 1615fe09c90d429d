import PacketFormats
import Tables

/// What a decision needs to know of a packet, read from its headers once.
@frozen
public struct Flow {
    /// The sender.
    public var source: AddressBits
    /// The receiver.
    public var destination: AddressBits
    /// The sender's port; 0 when the transport has none.
    public var sourcePort: BigEndian<UInt16>
    /// The receiver's port; 0 when the transport has none.
    public var destinationPort: BigEndian<UInt16>
    /// The IP protocol number.
    public var transport: UInt8
    /// The TCP control bits; none for other transports.
    public var flags: TCPFlags
    /// The address of the transport header in the frame.
    public var transportHeader: UInt
    /// The bytes from there to the end of the IP packet.
    public var transportLength: UInt
    /// The length from the Ethernet header to the end of the IP packet, in bytes.
    public var length: UInt64
    /// What keeps the packet from being steered by ports.
    public var problem: DropReason?
    /// Whether the packet is the first of several fragments: it has the ports of all.
    public var isFirstFragment: Bool
    /// Whether the packet is a fragment without a transport header.
    public var isLaterFragment: Bool
    /// For a fragment, the protocol that its datagram is known by.
    public var fragmentTransport: UInt8
    /// For a fragment, the identification of its datagram.
    public var identification: UInt32
    /// Whether the packet is an ICMP echo request.
    public var isEchoRequest: Bool
    /// For an ICMP error, the offset of the IP header that it quotes from the frame's start; else 0.
    ///
    /// The flow is then the one that the quoted packet answers, so that the error is steered to the
    /// backend that has to know.
    public var quote: UInt
    /// The offset of an ICMP message from the frame's start.
    public var message: UInt
    /// The offset of the ICMP message's end.
    public var messageEnd: UInt
    /// Whether the packet is one of the many that have nothing unusual.
    public var isCommon: Bool

    /// A flow of which only the IP header is known.
    @inlinable @inline(__always)
    public init(source: AddressBits, destination: AddressBits, transport: UInt8, length: UInt64) {
        self.source = source
        self.destination = destination
        sourcePort = BigEndian(bits: 0)
        destinationPort = BigEndian(bits: 0)
        self.transport = transport
        flags = TCPFlags.none
        transportHeader = 0
        transportLength = 0
        self.length = length
        problem = nil
        isFirstFragment = false
        isLaterFragment = false
        fragmentTransport = 0
        identification = 0
        isEchoRequest = false
        quote = 0
        message = 0
        messageEnd = 0
        isCommon = false
    }

    /// Whether the packet is an ICMP error about a packet of the flow.
    @inlinable @inline(__always)
    public var isError: Bool { quote != 0 }

    /// What the fragments of the packet's datagram are found by.
    @inlinable @inline(__always)
    public var fragmentKey: FragmentKey {
        FragmentKey(
            source: source,
            destination: destination,
            identification: identification,
            transport: fragmentTransport
        )
    }

    /// What a pin of the flow is found by, under a rule.
    ///
    /// The ends are put in order: where both directions meet the same backend they share a pin.
    @inlinable @inline(__always)
    public func key(rule: UInt32) -> FlowKey {
        let rule = UInt16(truncatingIfNeeded: rule)
        if isInOrder {
            return FlowKey(
                first: source,
                second: destination,
                firstPort: sourcePort,
                secondPort: destinationPort,
                transport: transport,
                rule: rule
            )
        }
        return FlowKey(
            first: destination,
            second: source,
            firstPort: destinationPort,
            secondPort: sourcePort,
            transport: transport,
            rule: rule
        )
    }

    /// An order of the two ends that both directions agree on.
    @inlinable @inline(__always)
    var isInOrder: Bool {
        if source.high != destination.high { return source.high < destination.high }
        if source.low != destination.low { return source.low < destination.low }
        return sourcePort.bits <= destinationPort.bits
    }

    /// Reads the transport header that the cursor stands at.
    ///
    /// - Parameter payloadLength: the bytes from there to the end of the IP packet.
    @inlinable @inline(__always)
    public mutating func readTransport(_ cursor: Cursor, payloadLength: UInt) {
        var cursor = cursor
        transportHeader = cursor.position
        transportLength = payloadLength
        if transport == IPProtocolNumber.tcp {
            guard let header = cursor.take(TCPHeader.self), header.pointee.headerLength >= 20,
                header.pointee.headerLength <= payloadLength
            else {
                problem = .malformedHeader
                return
            }
            sourcePort = header.pointee.sourcePort
            destinationPort = header.pointee.destinationPort
            flags = header.pointee.flags
        } else if transport == IPProtocolNumber.udp {
            guard let header = cursor.take(UDPHeader.self), header.pointee.length.value >= 8,
                isFirstFragment || UInt(header.pointee.length.value) <= payloadLength
            else {
                problem = .malformedHeader
                return
            }
            sourcePort = header.pointee.sourcePort
            destinationPort = header.pointee.destinationPort
        } else {
            problem = .unsupportedTransport
        }
    }
}
