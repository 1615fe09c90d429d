/// 64-bit words as the soak's messages carry them, in network order.
enum MessageWords {
    /// The bytes of words.
    static func bytes(_ words: [UInt64]) -> [UInt8] {
        words.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
    }

    /// The word at a place, counted in words.
    static func read(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt64 {
        let start = bytes.startIndex + 8 * place
        return bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
