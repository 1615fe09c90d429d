/// Bytes of a received frame; what lies beyond their end reads as zero, or as nothing.
struct FrameBytes {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    var count: Int { bytes.count }

    func prefix(_ count: Int) -> ArraySlice<UInt8> { bytes.prefix(count) }

    func slice(_ offset: Int, _ count: Int) -> ArraySlice<UInt8> {
        bytes.dropFirst(offset).prefix(count)
    }

    func dropping(_ count: Int) -> FrameBytes { FrameBytes(bytes.dropFirst(count)) }

    func byte(_ offset: Int) -> UInt8 {
        offset < bytes.count ? bytes[bytes.startIndex + offset] : 0
    }

    func word16(_ offset: Int) -> UInt16 {
        UInt16(byte(offset)) << 8 | UInt16(byte(offset + 1))
    }

    func word32(_ offset: Int) -> UInt32 {
        UInt32(word16(offset)) << 16 | UInt32(word16(offset + 2))
    }
}
