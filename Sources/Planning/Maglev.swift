import Tables

/// Consistent hashing by Maglev lookup tables (Eisenbud et al., NSDI 2016, section 3.4).
///
/// Each member goes through all slots in an order of its own. The members take turns, and at each
/// turn a member takes the next slot of its order that is still free. Every member so gets its
/// share almost exactly, and when the membership changes few other slots move.
public enum Maglev {
    /// The backend of each slot.
    ///
    /// The table depends on identities and weights alone: not on the order of `members`, nor on
    /// which index a backend has. Only the relation of the weights counts.
    ///
    /// - Parameters:
    ///   - members: the members, each identity once.
    ///   - slots: the count of slots; a prime, so that each member's order reaches every slot.
    /// - Returns: backend indices; all 0 when no member has a weight.
    public static func table(of members: [MaglevMember], slots: Int = Limits.slots) -> [UInt16] {
        var eligible = members.filter { $0.weight > 0 && $0.backend != 0 }
        if zip(eligible, eligible.dropFirst()).contains(where: { precedes($1, $0) }) {
            eligible.sort { precedes($0, $1) }
        }
        if eligible.isEmpty { return [UInt16](repeating: 0, count: slots) }
        precondition(eligible.count <= 65_536, "backend indices of 16 bits tell no more apart")
        var rounds = MaglevRounds(eligible.map { $0.weight })
        var turns = eligible.map { MaglevTurn($0, slots: slots) }
        let backends = eligible.map { $0.backend }
        return [UInt16](unsafeUninitializedCapacity: slots) { table, count in
            turns.withUnsafeMutableBufferPointer { turns in
                FreeSlots.with(count: slots, members: turns.count) { free in
                    while free.count > 0 {
                        rounds.next().withUnsafeBufferPointer { round in
                            backends.withUnsafeBufferPointer { backends in
                                takeTurns(round, turns, backends, table, &free)
                            }
                        }
                    }
                }
            }
            count = slots
        }
    }

    /// Lets members take a turn each, in their order.
    ///
    /// While many slots are free, the members of a part of the round first look for a slot all at
    /// once, which a processor does in a third of the time; one whose slot another of them took goes
    /// on from there. Such a part is small beside the free slots, so that few want the same.
    private static func takeTurns(
        _ round: UnsafeBufferPointer<UInt16>,
        _ turns: UnsafeMutableBufferPointer<MaglevTurn>,
        _ backends: UnsafeBufferPointer<UInt16>,
        _ table: UnsafeMutableBufferPointer<UInt16>,
        _ free: inout FreeSlots
    ) {
        let count = min(round.count, free.count)
        var begin = 0
        while begin < count {
            let part = begin..<min(count, begin + max(1, free.count / 8))
            let areMany = free.areMany
            if areMany { free.advance(turns, of: UnsafeBufferPointer(rebasing: round[part])) }
            for place in part {
                let member = Int(round[place])
                let slot: UInt32
                if areMany, !free.isTaken(turns[member].position) {
                    slot = turns[member].position
                    free.take(slot)
                } else {
                    slot = free.takeFirst(of: turns[member])
                }
                table[Int(slot)] = backends[member]
                turns[member].position = free.next(slot, turns[member].skip)
            }
            begin = part.upperBound
        }
    }

    /// The order of turns: by identity; the rest only makes it total.
    private static func precedes(_ left: MaglevMember, _ right: MaglevMember) -> Bool {
        let orders = (WireOrder(left.identity), WireOrder(right.identity))
        if orders.0 != orders.1 { return orders.0 < orders.1 }
        return (left.weight, left.backend) < (right.weight, right.backend)
    }
}
