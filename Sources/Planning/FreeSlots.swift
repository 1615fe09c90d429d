/// The slots of a lookup table that no member has taken yet.
///
/// Most steps that filling a table takes are for its last slots: with one slot in a thousand free, a
/// member's order passes a thousand that are taken. So steps are looked at several at a time, and
/// the last slots are found the other way round (`FewSlots`).
struct FreeSlots {
    /// How many are left.
    private(set) var count: Int
    private let slots: UInt32
    /// A bit a slot: all of them fit into a processor's nearest cache, as the table does not.
    private let taken: UnsafeMutableBufferPointer<UInt32>
    /// Room for the members that have found no slot yet.
    private let open: UnsafeMutableBufferPointer<UInt16>
    /// The free slots, once they are few.
    private var few: FewSlots?

    /// From this count on the free slots are looked at one by one: where both ways cost the same.
    private static let fewSlots = 128

    /// Runs the body with all slots of a table free.
    ///
    /// - Parameter members: the most members that will look for a slot at once.
    static func with<Result>(
        count: Int,
        members: Int,
        _ body: (inout FreeSlots) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: (count + 31) / 32) { taken in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: members) { open in
                taken.initialize(repeating: 0)
                var free = FreeSlots(
                    count: count,
                    slots: UInt32(count),
                    taken: taken,
                    open: open,
                    few: nil
                )
                return body(&free)
            }
        }
    }

    /// Whether so many slots are free that members look for theirs all at once.
    ///
    /// Then they are not the last ones either when an eighth of them has been taken: what `FewSlots`
    /// has listed is taken by nobody else.
    var areMany: Bool { count &<< 4 >= Int(slots) && count > 2 * Self.fewSlots }

    /// The slot after another in an order.
    @inline(__always)
    func next(_ position: UInt32, _ skip: UInt32) -> UInt32 {
        let sum = position &+ skip
        // Without a branch: half of the steps go past the last slot, and nothing tells which. The
        // difference of one that does not is a large number.
        return min(sum, sum &- slots)
    }

    /// Whether a slot is taken.
    @inline(__always)
    func isTaken(_ slot: UInt32) -> Bool { bits(slot) & 1 != 0 }

    /// A word whose lowest bit says whether a slot is taken.
    ///
    /// Shifts take the low five bits of their distance: a slot's place in its word.
    @inline(__always)
    private func bits(_ slot: UInt32) -> UInt32 { taken[Int(slot &>> 5)] &>> slot }

    /// Takes a slot that is free.
    @inline(__always)
    mutating func take(_ slot: UInt32) {
        taken[Int(slot &>> 5)] |= 1 &<< slot
        count &-= 1
    }

    /// Moves members on, each to the first free slot of its order; all of them at once, so that two
    /// may meet at the same.
    ///
    /// Those that have found one leave the list without a branch, which a processor could not foresee.
    /// Each look at a member is at two slots.
    @inline(never)
    func advance(
        _ turns: UnsafeMutableBufferPointer<MaglevTurn>,
        of members: UnsafeBufferPointer<UInt16>
    ) {
        var count = 0
        for member in members {
            open[count] = member
            count &+= Int(bits(turns[Int(member)].position) & 1)
        }
        while count > 0 {
            var left = 0
            for place in 0..<count {
                let member = open[place]
                let skip = turns[Int(member)].skip
                let first = next(turns[Int(member)].position, skip)
                let second = next(first, skip)
                let isTaken = bits(first) & 1
                turns[Int(member)].position = isTaken == 0 ? first : second
                open[left] = member
                left &+= Int(isTaken & bits(second))
            }
            count = left
        }
    }

    /// Takes the first free slot of a member's order.
    ///
    /// There must be one: the count of slots is a prime, or the order does not reach all of them.
    @inline(__always)
    mutating func takeFirst(of turn: MaglevTurn) -> UInt32 {
        if count <= Self.fewSlots { return takeFromFew(turn) }
        let slot = first(of: turn)
        take(slot)
        return slot
    }

    /// Looks at eight slots at a time.
    @inline(__always)
    private func first(of turn: MaglevTurn) -> UInt32 {
        let skip = turn.skip
        let two = next(skip, skip)
        let four = next(two, two)
        let eight = next(four, four)
        var start = turn.position
        while true {
            let (one, third, fifth) = (next(start, skip), next(start, two), next(start, four))
            let (fourth, sixth, seventh) = (next(one, two), next(one, four), next(third, four))
            let eighth = next(fourth, four)
            let low = bits(start) & bits(one) & bits(third) & bits(fourth)
            let high = bits(fifth) & bits(sixth) & bits(seventh) & bits(eighth)
            if low & high & 1 == 0 {
                // The first of them that is free, without a branch.
                let slot = low & 1 == 0 ? start : fifth
                let isSecondHalf = bits(slot) & bits(next(slot, skip)) & 1 != 0
                let pair = isSecondHalf ? next(slot, two) : slot
                return bits(pair) & 1 == 0 ? pair : next(pair, skip)
            }
            start = next(start, eight)
        }
    }

    private mutating func takeFromFew(_ turn: MaglevTurn) -> UInt32 {
        var left = few ?? FewSlots(free, of: slots)
        // The only reference to the list, or taking from it would copy it.
        few = nil
        let slot = left.takeFirst(of: turn)
        few = left
        count -= 1
        return slot
    }

    /// The free slots.
    private var free: [UInt32] {
        var list: [UInt32] = []
        list.reserveCapacity(count)
        for (index, word) in taken.enumerated() {
            var free = ~word
            while free != 0 {
                let slot = UInt32(index * 32 + free.trailingZeroBitCount)
                // The last word has bits that are no slots.
                if slot < slots { list.append(slot) }
                free &= free - 1
            }
        }
        return list
    }
}
