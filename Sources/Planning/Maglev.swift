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
        let weight: UInt64
        let backend: UInt16
        let skip: Int
        /// The next slot to try.
        var position: Int
        /// What the rounds so far have given, less what turns have cost.
        var credit: UInt64 = 0

        init(_ member: MaglevMember, slots: Int) {
            weight = UInt64(member.weight)
            backend = member.backend
            let offset = IdentityHash.value(of: member.identity, for: .offset)
            let skip = IdentityHash.value(of: member.identity, for: .skip)
            position = Int(offset % UInt64(slots))
            self.skip = slots > 1 ? Int(skip % UInt64(slots - 1)) + 1 : 0
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
        var free = table.count
        while free > 0 {
            for index in turns.indices where free > 0 {
                turns[index].credit += turns[index].weight
                guard turns[index].credit >= cost else { continue }
                turns[index].credit -= cost
                take(table, &turns[index])
                free -= 1
            }
        }
    }

    /// Takes the next free slot of a member's order; there must be one.
    private static func take(_ table: UnsafeMutableBufferPointer<UInt16>, _ turn: inout Turn) {
        var position = turn.position
        while table[position] != 0 { position = next(position, turn.skip, table.count) }
        table[position] = turn.backend
        turn.position = next(position, turn.skip, table.count)
    }

    private static func next(_ position: Int, _ skip: Int, _ slots: Int) -> Int {
        let sum = position + skip
        return sum < slots ? sum : sum - slots
    }

    /// The order of turns: by identity; the rest only makes it total.
    private static func precedes(_ left: MaglevMember, _ right: MaglevMember) -> Bool {
        let orders = (WireOrder(left.identity), WireOrder(right.identity))
        if orders.0 != orders.1 { return orders.0 < orders.1 }
        return (left.weight, left.backend) < (right.weight, right.backend)
    }
}
