import Addresses
import PacketFormats

/// A TCP segment that ends a connection (RFC 9293 section 3.5.2), as a whole IP packet.
struct ResetSegment: Equatable {
    /// Where the segment seems to come from.
    let source: IPAddress
    /// Whom it is for.
    let destination: IPAddress
    /// The port that it seems to come from.
    let sourcePort: UInt16
    /// The port that it is for.
    let destinationPort: UInt16
    /// What its receiver expects next: a reset with another number is not taken (RFC 5961).
    let sequence: UInt32
    /// What its receiver has sent.
    let acknowledgement: UInt32

    /// The packet, from its IP header on.
    var packet: [UInt8] {
        let segment = self.segment
        guard source.version == .ipv4 else {
            var header = IPv6Header(
                payloadLength: UInt16(segment.count),
                nextHeader: IPProtocolNumber.tcp,
                hopLimit: 64,
                source: source.bits,
                destination: destination.bits
            )
            return withUnsafeBytes(of: &header) { Array($0) } + segment
        }
        var header = IPv4Header(
            totalLength: UInt16(20 + segment.count),
            timeToLive: 64,
            transport: IPProtocolNumber.tcp,
            source: source.bits.ipv4,
            destination: destination.bits.ipv4
        )
        return withUnsafeBytes(of: &header) { Array($0) } + segment
    }

    private var segment: [UInt8] {
        var bytes: [UInt8] = []
        func append<Value: FixedWidthInteger>(_ value: Value) {
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        }
        append(sourcePort)
        append(destinationPort)
        append(sequence)
        append(acknowledgement)
        // Five words of header; RST and ACK; no window, no checksum yet, no urgent data.
        append(UInt16(0x5014))
        append(UInt16(0))
        append(UInt32(0))
        var sum = Checksum()
        sum.add(source.bits)
        sum.add(destination.bits)
        if source.version == .ipv4 {
            // An IPv4 address lies in wider bits, of which the pseudo-header has only the address.
            sum = Checksum()
            sum.add(source.bits.ipv4)
            sum.add(destination.bits.ipv4)
        }
        sum.add(UInt16(IPProtocolNumber.tcp).bigEndian)
        sum.add(UInt16(bytes.count).bigEndian)
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum.add(UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
        }
        withUnsafeBytes(of: sum.folded) { bytes.replaceSubrange(16..<18, with: $0) }
        return bytes
    }
}
