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
        let eligible = members.filter { $0.weight > 0 && $0.backend != 0 }
            .sorted { precedes($0, $1) }
        guard let heaviest = eligible.map({ UInt64($0.weight) }).max() else {
            return [UInt16](repeating: 0, count: slots)
        }
        var turns = eligible.map { Turn($0, slots: slots) }
        return [UInt16](unsafeUninitializedCapacity: slots) { table, count in
            table.initialize(repeating: 0)
            turns.withUnsafeMutableBufferPointer { turns in
                fill(table, turns, heaviest)
            }
            count = slots
        }
    }

    /// A member's place in its order of slots.
    private struct Turn {
        // Small, so that the turns of a thousand members stay in a processor's nearest cache.
        let weight: UInt32
        let backend: UInt16
        let skip: Int32
        /// The next slot to try.
        var position: Int32
        /// What the rounds so far have given, less what turns have cost.
        var credit: UInt64 = 0

        init(_ member: MaglevMember, slots: Int) {
            weight = member.weight
            backend = member.backend
            let offset = IdentityHash.value(of: member.identity, for: .offset)
            let skip = IdentityHash.value(of: member.identity, for: .skip)
            position = Int32(offset % UInt64(slots))
            self.skip = slots > 1 ? Int32(skip % UInt64(slots - 1)) + 1 : 0
        }
    }

    /// Lets the members take turns until no slot is free.
    ///
    /// A round adds each member's weight to its credit, and a turn costs the heaviest weight: the
    /// heaviest takes a turn in every round, one of half its weight in every second.
    private static func fill(
        _ table: UnsafeMutableBufferPointer<UInt16>,
        _ turns: UnsafeMutableBufferPointer<Turn>,
        _ cost: UInt64
    ) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: turns.count) { round in
            FreeSlots.with(count: table.count) { free in
                while free.count > 0 {
                    let count = beginRound(round, turns, cost)
                    for place in 0..<min(count, free.count) {
                        let index = Int(round[place])
                        let skip = Int(turns[index].skip)
                        let slot = free.take(Int(turns[index].position), skip)
                        table[slot] = turns[index].backend
                        let next = FreeSlots.next(slot, skip, table.count)
                        turns[index].position = Int32(truncatingIfNeeded: next)
                    }
                }
            }
        }
    }

    /// Lists the members that take a turn in the next round, and returns how many they are.
    ///
    /// Without a branch, because nothing tells a processor which of a thousand members it will be.
    private static func beginRound(
        _ round: UnsafeMutableBufferPointer<Int32>,
        _ turns: UnsafeMutableBufferPointer<Turn>,
        _ cost: UInt64
    ) -> Int {
        var count = 0
        for index in turns.indices {
            let credit = turns[index].credit &+ UInt64(turns[index].weight)
            let takesTurn: UInt64 = credit >= cost ? 1 : 0
            turns[index].credit = credit &- cost &* takesTurn
            round[count] = Int32(truncatingIfNeeded: index)
            count &+= Int(truncatingIfNeeded: takesTurn)
        }
        return count
    }

    /// The order of turns: by identity; the rest only makes it total.
    private static func precedes(_ left: MaglevMember, _ right: MaglevMember) -> Bool {
        let orders = (WireOrder(left.identity), WireOrder(right.identity))
        if orders.0 != orders.1 { return orders.0 < orders.1 }
        return (left.weight, left.backend) < (right.weight, right.backend)
    }
}
