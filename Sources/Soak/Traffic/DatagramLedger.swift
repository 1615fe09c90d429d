/// The numbers of a stream's datagrams: which were sent, and which arrived.
package struct DatagramLedger: Sendable {
    /// Datagrams sent; their numbers are all below this.
    package private(set) var sent: UInt64 = 0
    /// Numbers that arrived.
    package private(set) var received: UInt64 = 0
    /// Datagrams whose number had arrived before.
    package private(set) var repeated: UInt64 = 0
    /// Datagrams at a member that is not in the rule's pool, or with a number never sent.
    package private(set) var misdirected: UInt64 = 0
    private var words: [UInt64] = []
    private var marks: [Mark] = []

    /// Where the numbers were at a time.
    private struct Mark {
        let number: UInt64
        let time: UInt64
    }

    /// Between two marks lie this many nanoseconds.
    private static let markInterval: UInt64 = 100_000_000

    package init() {}

    /// The number of the next datagram.
    package var next: UInt64 { sent }

    /// Numbers that have not arrived, so far.
    package var missing: UInt64 { sent - received }

    /// The datagram with the next number is about to be sent: it may arrive before the call returns.
    package mutating func noteSent(at time: UInt64) {
        if marks.last.map({ time >= $0.time + Self.markInterval }) ?? true {
            marks.append(Mark(number: sent, time: time))
        }
        if sent % 64 == 0 { words.append(0) }
        sent += 1
    }

    /// The datagram with the last number could not be sent.
    package mutating func takeBackLast() {
        guard sent > received else { return }
        sent -= 1
        if sent % 64 == 0 { words.removeLast() }
    }

    /// A datagram arrived where it may.
    package mutating func noteArrival(_ number: UInt64) {
        guard number < sent else {
            misdirected += 1
            return
        }
        let bit = UInt64(1) << (number % 64)
        let word = Int(number / 64)
        if words[word] & bit != 0 {
            repeated += 1
        } else {
            words[word] |= bit
            received += 1
        }
    }

    /// A datagram arrived where it may not.
    package mutating func noteMisdirected() { misdirected += 1 }

    /// The first numbers that did not arrive, at most so many.
    package func firstMissing(_ limit: Int) -> [UInt64] {
        var found: [UInt64] = []
        for (index, word) in words.enumerated() where word != .max {
            for bit in 0..<UInt64(64) where word & (1 << bit) == 0 {
                let number = UInt64(index) * 64 + bit
                guard number < sent, found.count < limit else { return found }
                found.append(number)
            }
        }
        return found
    }

    /// The period in which a number was sent.
    package func period(of number: UInt64) -> (from: UInt64, to: UInt64) {
        let after = marks.firstIndex { $0.number > number } ?? marks.count
        let from = after > 0 ? marks[after - 1].time : 0
        return (from, from + Self.markInterval)
    }
}
