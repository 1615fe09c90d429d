/// The Internet checksum in its plainest form (RFC 1071 section 1): an oracle for incremental ones.
public enum InternetChecksum {
    /// The checksum of bytes, an odd last one padded with zero.
    public static func of(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            let low = index + 1 < bytes.count ? bytes[index + 1] : 0
            sum += UInt32(bytes[index]) << 8 | UInt32(low)
        }
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        return ~UInt16(sum)
    }
}
