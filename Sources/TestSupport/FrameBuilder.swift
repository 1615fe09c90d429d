import Addresses
import PacketFormats

/// Builds Ethernet frames whose lengths and checksums are right, for fixtures and fuzzing.
///
/// What a data plane ought to write is another frame of this builder, so an expectation never comes
/// from the code under test.
public struct FrameBuilder: Sendable {
    /// The transport header.
    public enum Transport: Sendable {
        /// A TCP segment without options.
        case tcp(source: UInt16, destination: UInt16, flags: UInt8)
        /// A UDP datagram; without a checksum its field is zero.
        case udp(source: UInt16, destination: UInt16, hasChecksum: Bool)
        /// Another protocol; the payload follows the IP header.
        case other(UInt8)
        /// An ICMP message of the address's version: kind, code, and the four bytes after the checksum.
        case message(kind: UInt8, code: UInt8, rest: UInt32)
    }

    /// The station that the frame is for.
    public var ethernetDestination: EthernetAddress
    /// The station that sends it.
    public var ethernetSource: EthernetAddress
    /// VLAN identifiers, outermost first.
    public var vlans: [UInt16] = []
    /// The sender.
    public var source: IPAddress
    /// The receiver.
    public var destination: IPAddress
    /// What the packet carries.
    public var transport: Transport
    /// What follows the transport header.
    public var payload: [UInt8] = Array("apus".utf8)
    /// Hops left.
    public var hopLimit: UInt8 = 64
    /// IPv4 type of service, or IPv6 traffic class.
    public var trafficClass: UInt8 = 0
    /// IPv6 flow label.
    public var flowLabel: UInt32 = 0
    /// IPv4 identification.
    public var identification: UInt16 = 0x1234
    /// IPv4 flags and fragment offset.
    public var fragment: UInt16 = 0x4000
    /// IPv4 options, a multiple of four bytes.
    public var options: [UInt8] = []
    /// IPv6 extension headers in order: protocol number and bytes, whose first byte is filled in.
    public var extensionHeaders: [(number: UInt8, bytes: [UInt8])] = []
    /// Bytes after the IP packet, as a short frame has them.
    public var padding = 0

    /// Starts a frame.
    public init(
        from source: IPAddress,
        to destination: IPAddress,
        _ transport: Transport,
        ethernetSource: EthernetAddress,
        ethernetDestination: EthernetAddress
    ) {
        self.source = source
        self.destination = destination
        self.transport = transport
        self.ethernetSource = ethernetSource
        self.ethernetDestination = ethernetDestination
    }

    /// The same frame with one part changed.
    public func with<Value>(_ part: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
        var copy = self
        copy[keyPath: part] = value
        return copy
    }

    /// The frame's bytes.
    public var bytes: [UInt8] {
        var frame = ethernetDestination.bytes + ethernetSource.bytes
        for (index, vlan) in vlans.enumerated() {
            let isOuter = vlans.count == 2 && index == 0
            frame += (isOuter ? 0x88a8 : 0x8100).networkBytes + vlan.networkBytes
        }
        let isIPv4 = destination.version == .ipv4
        frame += UInt16(isIPv4 ? 0x0800 : 0x86dd).networkBytes
        frame += isIPv4 ? ipv4 : ipv6
        return frame + [UInt8](repeating: 0, count: padding)
    }

    private var ipv4: [UInt8] {
        let segment = self.segment
        let headerLength = 20 + options.count
        var header: [UInt8] = [0x40 | UInt8(headerLength / 4), trafficClass]
        header += UInt16(headerLength + segment.count).networkBytes
        header += identification.networkBytes + fragment.networkBytes
        header += [hopLimit, transportNumber, 0, 0]
        header += source.bytes + destination.bytes + options
        let checksum = InternetChecksum.of(header)
        header.replaceSubrange(10..<12, with: checksum.networkBytes)
        return header + segment
    }

    private var ipv6: [UInt8] {
        var chain: [UInt8] = []
        let numbers = extensionHeaders.map(\.number) + [transportNumber]
        for (index, header) in extensionHeaders.enumerated() {
            chain += [numbers[index + 1]] + header.bytes.dropFirst()
        }
        let segment = self.segment
        let start = UInt32(6) << 28 | UInt32(trafficClass) << 20 | flowLabel
        var header = start.networkBytes
        header += UInt16(chain.count + segment.count).networkBytes + [numbers[0], hopLimit]
        return header + source.bytes + destination.bytes + chain + segment
    }

    private var transportNumber: UInt8 {
        switch transport {
        case .tcp: 6
        case .udp: 17
        case .other(let number): number
        case .message: destination.version == .ipv4 ? 1 : 58
        }
    }

    private var segment: [UInt8] {
        switch transport {
        case .tcp(let source, let destination, let flags):
            var header = source.networkBytes + destination.networkBytes
            header += UInt32(0x0102_0304).networkBytes + UInt32(0x0506_0708).networkBytes
            header += [0x50, flags] + UInt16(0xfaf0).networkBytes + [0, 0, 0, 0]
            let segment = header + payload
            return segment.replacing(16..<18, with: checksum(of: segment).networkBytes)
        case .udp(let source, let destination, let hasChecksum):
            var header = source.networkBytes + destination.networkBytes
            header += UInt16(8 + payload.count).networkBytes + [0, 0]
            let segment = header + payload
            guard hasChecksum else { return segment }
            let sum = checksum(of: segment)
            return segment.replacing(6..<8, with: (sum == 0 ? 0xffff : sum).networkBytes)
        case .other:
            return payload
        case .message(let kind, let code, let rest):
            let message = [kind, code, 0, 0] + rest.networkBytes + payload
            // Only ICMPv6 has a pseudo-header (RFC 4443 section 2.3).
            let isIPv4 = destination.version == .ipv4
            let sum = isIPv4 ? InternetChecksum.of(message) : checksum(of: message)
            return message.replacing(2..<4, with: sum.networkBytes)
        }
    }

    private func checksum(of segment: [UInt8]) -> UInt16 {
        var pseudo = source.bytes + destination.bytes
        pseudo += UInt32(segment.count).networkBytes + [0, 0, 0, transportNumber]
        return InternetChecksum.of(pseudo + segment)
    }
}

extension FixedWidthInteger {
    /// The bytes in network order.
    public var networkBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

extension Int {
    fileprivate var networkBytes: [UInt8] { UInt16(self).networkBytes }
}

extension Array {
    fileprivate func replacing(_ range: Range<Int>, with other: [Element]) -> [Element] {
        var copy = self
        copy.replaceSubrange(range, with: other)
        return copy
    }
}
