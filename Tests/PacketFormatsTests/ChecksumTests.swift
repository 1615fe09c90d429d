import PacketFormats
import TestSupport
import Testing

/// A checksum kept up to date by hand must be the one that a plain sum over the bytes gives.
///
/// Both are computed over random bytes of a fixed seed, so a failure can be run again.
struct ChecksumTests {
    /// How many random headers each test goes through.
    private static let count = 5000

    @Test func `replaced words leave the checksum that the new bytes have`() throws {
        var random = SeededGenerator(seed: 1624)
        for number in 0..<Self.count {
            var header = Header(random: &random)
            var checksum = Checksum(updating: header.checksum)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let change = Change.allCases.randomElement(using: &random) ?? .twoBytes
                header.replace(change, &checksum, &random)
            }
            try #require(checksum.folded == header.computed, "header \(number): \(header.bytes)")
        }
    }

    @Test func `words that are added up give the checksum of their bytes`() throws {
        var random = SeededGenerator(seed: 1071)
        for number in 0..<Self.count {
            var bytes: [UInt8] = []
            var checksum = Checksum()
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                switch Int.random(in: 0...2, using: &random) {
                case 0: add(UInt16.random(in: 0 ... .max, using: &random), { checksum.add($0) })
                case 1: add(UInt32.random(in: 0 ... .max, using: &random), { checksum.add($0) })
                default: add(UInt64.random(in: 0 ... .max, using: &random), { checksum.add($0) })
                }
            }
            try #require(checksum.folded == memoryOrder(of: bytes), "sum \(number): \(bytes)")

            func add<Word: FixedWidthInteger>(_ word: Word, _ add: (Word) -> Void) {
                bytes += withUnsafeBytes(of: word) { Array($0) }
                add(word)
            }
        }
    }

    @Test func `the example of RFC 1071 comes out as the RFC says`() {
        // Section 3: the words 0001 f203 f4f5 f6f7 add up to ddf2.
        var checksum = Checksum()
        for word: UInt16 in [0x0001, 0xf203, 0xf4f5, 0xf6f7] { checksum.add(word.bigEndian) }
        #expect(checksum.folded == UInt16(~0xddf2 & 0xffff).bigEndian)
    }

    @Test func `the example of RFC 1624 comes out as the RFC says`() {
        // Section 4: checksum dd2f, a word changes from 5555 to 3285; the result is 0000.
        var checksum = Checksum(updating: UInt16(0xdd2f).bigEndian)
        checksum.replace(UInt16(0x5555).bigEndian, by: UInt16(0x3285).bigEndian)
        #expect(checksum.folded == 0)
    }

    @Test func `a sum of nothing but ones folds without a carry left`() {
        var checksum = Checksum(updating: 0)
        for _ in 0..<10_000 {
            checksum.add(UInt64.max)
            checksum.add(UInt32.max)
            checksum.add(UInt16.max)
        }
        #expect(checksum.folded == 0)
    }

    @Test func `a word replaced by itself changes nothing`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<Self.count {
            // All ones would come out as zero, its other form in one's complement.
            let before = UInt16.random(in: 0..<0xffff, using: &random)
            let word = UInt32.random(in: 0 ... .max, using: &random)
            var checksum = Checksum(updating: before)
            checksum.replace(word, by: word)
            #expect(checksum.folded == before)
        }
    }

    /// The plain checksum, as it lies in memory.
    private func memoryOrder(of bytes: [UInt8]) -> UInt16 { InternetChecksum.of(bytes).bigEndian }
}

/// What one update replaces.
private enum Change: CaseIterable {
    case twoBytes
    case fourBytes
    case address
}

/// Random bytes with their checksum before them.
private struct Header {
    private(set) var bytes: [UInt8]
    let checksum: UInt16

    /// At least 20 bytes, as in an IPv4 header, always whole words.
    init(random: inout SeededGenerator) {
        let words = Int.random(in: 10...30, using: &random)
        // The first word stays: as in every header, not all bytes are zero. A sum of nothing but
        // zeros is the one whose other form, all ones, an update comes to.
        bytes = [0x45, 0]
        bytes += (2..<(words * 2)).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
        checksum = InternetChecksum.of(bytes).bigEndian
    }

    /// The checksum of the present bytes, as it lies in memory.
    var computed: UInt16 { InternetChecksum.of(bytes).bigEndian }

    mutating func replace(
        _ change: Change,
        _ checksum: inout Checksum,
        _ random: inout SeededGenerator
    ) {
        switch change {
        case .twoBytes:
            let (old, new): (UInt16, UInt16) = exchange(&random)
            checksum.replace(old, by: new)
        case .fourBytes:
            let (old, new): (UInt32, UInt32) = exchange(&random)
            checksum.replace(old, by: new)
        case .address:
            let (old, new): (AddressBits, AddressBits) = exchange(&random)
            checksum.replace(old, by: new)
        }
    }

    /// Puts random bytes in the place of others at an even offset.
    private mutating func exchange<Word: BitwiseCopyable>(
        _ random: inout SeededGenerator
    ) -> (old: Word, new: Word) {
        let size = MemoryLayout<Word>.size
        let start = Int.random(in: 1...((bytes.count - size) / 2), using: &random) * 2
        // Now and then all zeros or ones: the values with two forms in one's complement.
        let fill: UInt8? = [nil, nil, 0, 0xff].randomElement(using: &random) ?? nil
        let new = (0..<size).map { _ in fill ?? UInt8.random(in: 0 ... .max, using: &random) }
        func word(_ bytes: some Sequence<UInt8>) -> Word {
            Array(bytes).withUnsafeBytes { $0.loadUnaligned(as: Word.self) }
        }
        let old = word(bytes[start..<(start + size)])
        bytes.replaceSubrange(start..<(start + size), with: new)
        return (old, word(new))
    }
}
