import PacketFormats

extension EthernetAddress: LosslessStringConvertible {
    /// Reads six pairs of hexadecimal digits divided by colons, as `ip link` prints them.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        // The integer's own reader would take a sign for a digit.
        let isDigits = parts.allSatisfy { part in
            part.utf8.count == 2 && part.allSatisfy(\.isHexDigit)
        }
        guard parts.count == 6, isDigits else { return nil }
        let bytes = parts.compactMap { UInt8($0, radix: 16) }
        self.init(bytes: bytes)
    }

    /// Makes an address from six bytes in transmission order; `nil` for another count.
    public init?(bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 6 else { return nil }
        func pair(_ index: Int) -> UInt16 { UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 }
        self.init(first: pair(0), second: pair(2), third: pair(4))
    }

    /// The six bytes in transmission order.
    public var bytes: [UInt8] {
        [first, second, third].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    /// Six pairs of lower-case hexadecimal digits divided by colons.
    public var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }
}
