/// Which members take a turn in each round of filling a lookup table.
///
/// A round adds each member's weight to its credit, and a turn costs the heaviest weight: the
/// heaviest takes a turn in every round, one of half its weight in every second.
struct MaglevRounds {
    /// What all members of one weight have in common: they take their turns in the same rounds.
    private struct Share {
        let weight: UInt64
        /// What the rounds so far have given, less what turns have cost.
        var credit: UInt64 = 0
        /// 1 when its members take a turn in the present round, else 0.
        var takesTurn = 0

        init(_ weight: UInt32) {
            self.weight = UInt64(weight)
        }
    }

    private var shares: [Share]
    /// The number of each member's share.
    private let numbers: [UInt16]
    private let cost: UInt64
    /// The members of rounds in which the same shares take turns, by a bit a share.
    private var known: [UInt64: [UInt16]] = [:]

    /// With ten weights there are ten different rounds, which repeat; what is kept is bounded.
    private static let mostKnown = 64

    /// Begins with no credit.
    ///
    /// - Parameter weights: the weight of each member, none 0; at most 65,536, as slots name no more.
    init(_ weights: [UInt32]) {
        var distinct: [UInt32] = []
        for weight in weights {
            let place = Self.place(of: weight, in: distinct)
            if place == distinct.count || distinct[place] != weight {
                distinct.insert(weight, at: place)
            }
        }
        shares = distinct.map(Share.init)
        numbers = weights.map { UInt16(Self.place(of: $0, in: distinct)) }
        cost = UInt64(distinct.last ?? 0)
    }

    /// How many of the weights, which are in order, are less than another.
    private static func place(of weight: UInt32, in weights: [UInt32]) -> Int {
        var low = 0
        var left = weights.count
        while left > 0 {
            let half = left / 2
            let isLess = weights[low + half] < weight
            low = isLess ? low + half + 1 : low
            left = isLess ? left - half - 1 : half
        }
        return low
    }

    /// The numbers of the members that take a turn in the next round, in order.
    mutating func next() -> [UInt16] {
        var taking: UInt64 = 0
        for index in shares.indices {
            let credit = shares[index].credit + shares[index].weight
            shares[index].takesTurn = credit >= cost ? 1 : 0
            shares[index].credit = credit &- cost &* UInt64(shares[index].takesTurn)
            taking |= UInt64(shares[index].takesTurn) &<< UInt64(index)
        }
        if let members = known[taking], shares.count <= 64 { return members }
        let members = listed()
        if shares.count <= 64, known.count < Self.mostKnown { known[taking] = members }
        return members
    }

    /// Without a branch, because nothing tells a processor which of a thousand members it will be.
    private func listed() -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: numbers.count + 1) { list, count in
            var end = 0
            for (member, share) in numbers.enumerated() {
                list[end] = UInt16(truncatingIfNeeded: member)
                end &+= shares[Int(share)].takesTurn
            }
            count = end
        }
    }
}
