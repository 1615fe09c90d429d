import PacketFormats
import Testing

/// Headers as they are read from bytes.
struct HeaderTests {
    private func read<Header: BitwiseCopyable>(_ bytes: [UInt8], as type: Header.Type) -> Header {
        bytes.withUnsafeBytes { $0.loadUnaligned(as: type) }
    }

    private func tag(_ control: UInt16) -> VLANTag {
        read([UInt8(control >> 8), UInt8(control & 0xff), 0x08, 0x00], as: VLANTag.self)
    }

    @Test func `a VLAN tag gives its identifier without priority and eligibility`() {
        let read = read([0xe0, 0x64, 0x08, 0x00], as: VLANTag.self)
        #expect(read.identifier == 100)
        #expect(read.etherType == EtherType.ipv4)
        #expect(tag(0xffff).identifier == 4095)
        #expect(tag(0xf000).identifier == 0)
    }

    @Test func `a new VLAN identifier keeps priority and eligibility`() {
        var changed = tag(0xb064)
        changed.identifier = 4095
        #expect(changed.control.value == 0xbfff)
        changed.identifier = 0
        #expect(changed.control.value == 0xb000)
    }

    @Test func `a VLAN identifier beyond 4095 cannot reach the priority`() {
        var changed = tag(0x2000)
        changed.identifier = 0xf123
        #expect(changed.control.value == 0x2123)
    }

    @Test(arguments: [
        (UInt16(0), false), (0x4000, false), (0x2000, true), (1, true), (0x1fff, true),
    ])
    func `an IPv4 packet is a fragment by its offset or by more to follow`(
        field: UInt16,
        isFragment: Bool
    ) {
        var bytes = [UInt8](repeating: 0, count: 20)
        bytes[0] = 0x4f
        bytes[6] = UInt8(field >> 8)
        bytes[7] = UInt8(field & 0xff)
        let header = read(bytes, as: IPv4Header.self)
        #expect(header.isFragment == isFragment)
        #expect(header.version == 4)
        #expect(header.headerLength == 60)
    }

    @Test func `an atomic IPv6 fragment is none`() {
        func header(_ field: [UInt8]) -> IPv6ExtensionHeader {
            read([6, 0] + field + [0, 0, 0, 1], as: IPv6ExtensionHeader.self)
        }
        #expect(!header([0, 0]).isFragment)
        // The two reserved bits say nothing.
        #expect(!header([0, 0b110]).isFragment)
        #expect(header([0, 1]).isFragment)
        #expect(header([0, 8]).isFragment)
        #expect(header([0x80, 0]).isFragment)
    }

    @Test(arguments: UInt8.min ... .max)
    func `a segment opens a connection by SYN without ACK`(flags: UInt8) {
        var bytes = [UInt8](repeating: 0, count: 20)
        bytes[12] = 0x50
        bytes[13] = flags
        let header = read(bytes, as: TCPHeader.self)
        #expect(header.flags.opensConnection == (flags & 0x02 != 0 && flags & 0x10 == 0))
        #expect(header.headerLength == 20)
    }

    @Test func `an ARP packet gives the addresses that it asks for`() {
        let bytes: [UInt8] = [
            0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 192, 0, 2,
            100,
        ]
        let request = read(bytes, as: ARPPacket.self)
        #expect(request.isEthernetIPv4Request)
        #expect(withUnsafeBytes(of: request.target) { Array($0) } == [192, 0, 2, 100])
        #expect(withUnsafeBytes(of: request.sender) { Array($0) } == [192, 0, 2, 1])
        for index in [1, 2, 4, 5, 7] {
            var other = bytes
            other[index] ^= 2
            #expect(!read(other, as: ARPPacket.self).isEthernetIPv4Request, "byte \(index)")
        }
    }

    @Test func `an IPv4 address in its mapped form is told from every IPv6 address`() {
        let bits = AddressBits(ipv4: 0x6402_00c0)
        #expect(bits.isIPv4)
        #expect(bits.ipv4 == 0x6402_00c0)
        #expect(!AddressBits(high: 1, low: bits.low).isIPv4)
        #expect(!AddressBits(high: 0, low: bits.low & ~0x8000_0000).isIPv4)
        #expect(!AddressBits(high: 0, low: 0).isIPv4)
    }

    @Test func `the group bit is the lowest of the first byte`() {
        #expect(EthernetAddress.broadcast.isGroup)
        #expect(EthernetAddress(first: 0x0033, second: 0, third: 0).isGroup)
        #expect(!EthernetAddress(first: 0x0102, second: 0, third: 0).isGroup)
        #expect(!EthernetAddress.unknown.isGroup)
    }
}
