import PacketFormats

/// A change of one end of a packet, and what it does to the checksums (RFC 1624).
@frozen
@usableFromInline
struct AddressChange {
    @usableFromInline let oldAddress: AddressBits
    @usableFromInline let newAddress: AddressBits
    @usableFromInline let oldPort: BigEndian<UInt16>
    @usableFromInline let newPort: BigEndian<UInt16>

    @inlinable @inline(__always)
    init(
        oldAddress: AddressBits,
        newAddress: AddressBits,
        oldPort: BigEndian<UInt16>,
        newPort: BigEndian<UInt16>
    ) {
        self.oldAddress = oldAddress
        self.newAddress = newAddress
        self.oldPort = oldPort
        self.newPort = newPort
    }

    /// The IPv4 header's checksum after the change.
    @inlinable @inline(__always)
    func ipv4Checksum(_ present: UInt16) -> UInt16 {
        var checksum = Checksum(updating: present)
        checksum.replace(oldAddress.ipv4, by: newAddress.ipv4)
        return checksum.folded
    }

    /// The transport's checksum after the change; its pseudo-header holds the address.
    @inlinable @inline(__always)
    func transportChecksum(_ present: UInt16) -> UInt16 {
        var checksum = Checksum(updating: present)
        checksum.replace(oldAddress, by: newAddress)
        checksum.replace(oldPort.bits, by: newPort.bits)
        return checksum.folded
    }

    /// The UDP checksum after the change: none stays none, and a sum of zero is sent as ones (RFC 768).
    @inlinable @inline(__always)
    func udpChecksum(_ present: UInt16) -> UInt16 {
        if present == 0 { return 0 }
        let changed = transportChecksum(present)
        return changed == 0 ? 0xffff : changed
    }

    /// Writes the new destination port and the checksum.
    @inlinable @inline(__always)
    func rewriteDestinationPort(_ start: Cursor, transport: UInt8) {
        var cursor = start
        if transport == IPProtocolNumber.tcp {
            guard let header = cursor.take(TCPHeader.self) else { return }
            header.pointee.destinationPort = newPort
            header.pointee.checksum = transportChecksum(header.pointee.checksum)
        } else if transport == IPProtocolNumber.udp {
            guard let header = cursor.take(UDPHeader.self) else { return }
            header.pointee.destinationPort = newPort
            header.pointee.checksum = udpChecksum(header.pointee.checksum)
        }
    }

    /// Writes the new source port and the checksum.
    @inlinable @inline(__always)
    func rewriteSourcePort(_ start: Cursor, transport: UInt8) {
        var cursor = start
        if transport == IPProtocolNumber.tcp {
            guard let header = cursor.take(TCPHeader.self) else { return }
            header.pointee.sourcePort = newPort
            header.pointee.checksum = transportChecksum(header.pointee.checksum)
        } else if transport == IPProtocolNumber.udp {
            guard let header = cursor.take(UDPHeader.self) else { return }
            header.pointee.sourcePort = newPort
            header.pointee.checksum = udpChecksum(header.pointee.checksum)
        }
    }
}
