/// The slots of a lookup table that no member has taken yet.
///
/// Most steps that filling a table takes are for its last slots: with one slot in a thousand free, a
/// member's order passes a thousand that are taken. So the last ones are found the other way round,
/// from the few free slots to the first of them in the member's order.
struct FreeSlots {
    /// How many are left.
    private(set) var count: Int
    private let slots: Int
    /// A bit a slot: all of them fit into a processor's nearest cache, as the table does not.
    private let taken: UnsafeMutableBufferPointer<UInt64>
    /// The free slots, in no order, once they are few.
    private var few: [Int] = []

    /// From this count on the free slots are looked at one by one: where both ways cost the same.
    private static let fewSlots = 128

    /// Runs the body with all slots of a table free.
    static func with<Result>(count: Int, _ body: (inout FreeSlots) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: (count + 63) / 64) { taken in
            taken.initialize(repeating: 0)
            var free = FreeSlots(count: count, slots: count, taken: taken)
            return body(&free)
        }
    }

    /// Takes the first free slot of the order that starts at `position` and goes on by `skip`.
    ///
    /// There must be one: the count of slots is a prime, or the order does not reach all of them.
    @inline(__always)
    mutating func take(_ position: Int, _ skip: Int) -> Int {
        if count <= Self.fewSlots { return takeFromFew(position, skip) }
        var slot = position
        // Shifts that take the low six bits of their distance: a slot's place in its word.
        while taken[slot &>> 6] &>> UInt64(truncatingIfNeeded: slot) & 1 != 0 {
            slot = Self.next(slot, skip, slots)
        }
        taken[slot &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: slot)
        count &-= 1
        return slot
    }

    /// The slot after another in an order.
    @inline(__always)
    static func next(_ position: Int, _ skip: Int, _ slots: Int) -> Int {
        // Without a branch: half of the steps go past the last slot, and nothing tells which.
        let beyond = position &+ skip &- slots
        return beyond &+ (slots & (beyond &>> (Int.bitWidth - 1)))
    }

    /// A slot is `steps` from the start of the order when `steps * skip` is its distance, so the
    /// distance times the inverse of `skip` says how many.
    private mutating func takeFromFew(_ position: Int, _ skip: Int) -> Int {
        if few.isEmpty { few = listed() }
        let inverse = UInt32(truncatingIfNeeded: Self.inverse(of: skip, modulo: slots))
        let size = UInt64(slots)
        var best = 0
        var fewest = UInt64.max
        for (index, slot) in few.enumerated() {
            let distance = slot >= position ? slot - position : slot - position + slots
            let steps = UInt64(UInt32(truncatingIfNeeded: distance)) * UInt64(inverse) % size
            if steps < fewest { (best, fewest) = (index, steps) }
        }
        count -= 1
        let slot = few[best]
        few.swapAt(best, few.count - 1)
        few.removeLast()
        return slot
    }

    /// The free slots.
    private func listed() -> [Int] {
        var list: [Int] = []
        for (index, word) in taken.enumerated() {
            var free = ~word
            while free != 0 {
                let slot = index * 64 + free.trailingZeroBitCount
                // The last word has bits that are no slots.
                if slot < slots { list.append(slot) }
                free &= free - 1
            }
        }
        return list
    }

    /// The number whose product with another leaves 1 modulo a prime (Euclid's algorithm); 0 for 0.
    static func inverse(of number: Int, modulo prime: Int) -> Int {
        var (old, present) = (prime, number)
        var (oldFactor, factor) = (0, 1)
        while present > 1 {
            let quotient = old / present
            (old, present) = (present, old - quotient * present)
            (oldFactor, factor) = (factor, oldFactor - quotient * factor)
        }
        guard present == 1 else { return 0 }
        return factor < 0 ? factor + prime : factor
    }
}
