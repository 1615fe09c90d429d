/// What a numbered datagram says: the stream's number, and its own in the stream.
package struct DatagramMessage: Hashable, Sendable {
    /// The bytes of one datagram.
    package static let size = 64
    private static let magic: UInt64 = 0x4150_5553_4e55_4d42

    package let stream: UInt64
    package let number: UInt64

    package init(stream: UInt64, number: UInt64) {
        self.stream = stream
        self.number = number
    }

    /// Reads a datagram; `nil` when it is none of a soak's.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.size, MessageWords.read(bytes, 0) == Self.magic else {
            return nil
        }
        self.init(stream: MessageWords.read(bytes, 1), number: MessageWords.read(bytes, 2))
    }

    /// The datagram.
    package var bytes: [UInt8] {
        let words = MessageWords.bytes([Self.magic, stream, number])
        return words + [UInt8](repeating: 0, count: Self.size - words.count)
    }
}
