/// Makes frames for differential fuzzing: fixtures, damaged in ways that parsers get wrong.
public struct FrameMutator {
    private var generator: SeededGenerator
    private let corpus: [[UInt8]]

    /// Starts the sequence of a seed over a corpus.
    public init(seed: UInt64, corpus: [[UInt8]]) {
        generator = SeededGenerator(seed: seed)
        self.corpus = corpus
    }

    /// The next frame: 14 to 1,500 bytes.
    public mutating func next() -> [UInt8] {
        var frame = corpus.randomElement(using: &generator) ?? []
        switch UInt8.random(in: 0..<16, using: &generator) {
        case 0: frame = noise()
        case 1...9:
            for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&frame) }
        case 10...12: frame = Array(frame.prefix(Int.random(in: 14...1500, using: &generator)))
        case 13: frame += noise().prefix(Int.random(in: 0...200, using: &generator))
        default: changePorts(&frame)
        }
        while frame.count < 14 { frame.append(0) }
        return Array(frame.prefix(1500))
    }

    private mutating func noise() -> [UInt8] {
        let count = Int.random(in: 14...200, using: &generator)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private mutating func damage(_ frame: inout [UInt8]) {
        // Most fields that decide lie in the first 80 bytes.
        let end = min(frame.count, Bool.random(using: &generator) ? 40 : 80)
        let index = Int.random(in: 0..<end, using: &generator)
        switch UInt8.random(in: 0..<3, using: &generator) {
        case 0: frame[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: frame[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        default:
            let interesting: [UInt8] = [0, 1, 6, 17, 43, 44, 58, 60, 0x45, 0x46, 0x4f, 0x60, 255]
            frame[index] = interesting.randomElement(using: &generator) ?? 0
        }
    }

    private mutating func changePorts(_ frame: inout [UInt8]) {
        guard frame.count > 40 else { return }
        for index in [26, 27, 28, 29, 34, 35] {
            frame[index] = UInt8.random(in: 0...255, using: &generator)
        }
    }
}
