import Addresses
import Lab
import TestSupport

extension RecordedPacket {
    /// The packet as it must be after it was sent on to another endpoint, with both checksums
    /// calculated anew; for a UDP or TCP packet that is no fragment.
    func redirected(to endpoint: Endpoint) -> RecordedPacket {
        var changed = bytes
        let isIPv4 = endpoint.address.version == .ipv4
        changed.replaceSubrange(isIPv4 ? 16..<20 : 24..<40, with: endpoint.address.bytes)
        changed.replaceSubrange(
            (headerLength + 2)..<(headerLength + 4),
            with: endpoint.port.networkBytes
        )
        return RecordedPacket(changed).withChecksums
    }

    /// The packet as a router leaves it that has counted a hop down.
    var afterOneHop: RecordedPacket {
        var changed = bytes
        changed[bytes[0] >> 4 == 4 ? 8 : 7] -= 1
        return RecordedPacket(changed).withHeaderChecksum
    }

    /// The packet with its IPv4 header checksum calculated anew.
    private var withHeaderChecksum: RecordedPacket {
        guard bytes[0] >> 4 == 4 else { return self }
        var changed = bytes
        changed.replaceSubrange(10..<12, with: [0, 0])
        let sum = InternetChecksum.of(Array(changed.prefix(headerLength)))
        changed.replaceSubrange(10..<12, with: sum.networkBytes)
        return RecordedPacket(changed)
    }

    /// The packet with all its checksums calculated anew.
    private var withChecksums: RecordedPacket {
        var changed = withHeaderChecksum.bytes
        let place = headerLength + (transport == 6 ? 16 : 6)
        changed.replaceSubrange(place..<(place + 2), with: [0, 0])
        let segment = Array(changed.dropFirst(headerLength))
        let ends = (source?.bytes ?? []) + (RecordedPacket(changed).destination?.bytes ?? [])
        let pseudo = ends + UInt32(segment.count).networkBytes + [0, 0, 0, transport]
        let sum = InternetChecksum.of(pseudo + segment)
        changed.replaceSubrange(place..<(place + 2), with: (sum == 0 ? 0xffff : sum).networkBytes)
        return RecordedPacket(changed)
    }
}
