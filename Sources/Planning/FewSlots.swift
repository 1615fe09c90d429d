import Tables

/// The last free slots of a lookup table, of which a member finds the first in its order by looking
/// at each of them.
///
/// A slot is `steps` from the start of the order when `steps * skip` is its distance, so the distance
/// times the inverse of `skip` says how many.
struct FewSlots {
    private var slots: [UInt32]
    /// The count of the table's slots, a prime.
    private let size: UInt32

    /// Slots in no order.
    init(_ slots: [UInt32], of size: UInt32) {
        self.slots = slots
        self.size = size
    }

    /// Takes the first slot of a member's order.
    mutating func takeFirst(of turn: MaglevTurn) -> UInt32 {
        let inverse = Self.inverse(of: turn.skip, modulo: size)
        // By a constant nothing is divided.
        let best =
            size == UInt32(Limits.slots)
            ? first(turn.position, inverse, UInt32(Limits.slots))
            : first(turn.position, inverse, size)
        let slot = slots[best]
        slots.swapAt(best, slots.count - 1)
        slots.removeLast()
        return slot
    }

    /// The index of the slot that is the fewest steps away.
    @inline(__always)
    private func first(_ position: UInt32, _ inverse: UInt32, _ size: UInt32) -> Int {
        slots.withUnsafeBufferPointer { slots in
            var best = UInt64.max
            for index in slots.indices {
                let ahead = slots[index] &- position
                // The difference to a slot before the position is a large number.
                let distance = min(ahead, ahead &+ size)
                let steps = UInt64(distance) &* UInt64(inverse) % UInt64(size)
                best = min(best, steps &<< 32 | UInt64(truncatingIfNeeded: index))
            }
            return Int(truncatingIfNeeded: best & 0xffff_ffff)
        }
    }

    /// The number whose product with another leaves 1 modulo a prime (Euclid's algorithm); 0 for 0.
    static func inverse(of number: UInt32, modulo prime: UInt32) -> UInt32 {
        var (old, present) = (prime, number)
        var (oldFactor, factor) = (Int64(0), Int64(1))
        while present > 1 {
            let quotient = old / present
            (old, present) = (present, old - quotient * present)
            (oldFactor, factor) = (factor, oldFactor - Int64(quotient) * factor)
        }
        guard present == 1 else { return 0 }
        return UInt32(factor < 0 ? factor + Int64(prime) : factor)
    }
}
