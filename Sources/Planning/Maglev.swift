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
        var shares = Array(Set(eligible.map(\.weight))).sorted().map { Share(weight: UInt64($0)) }
        let numbers = Dictionary(uniqueKeysWithValues: zip(shares.map(\.weight), 0...))
        var turns = eligible.map { member in
            Turn(member, share: numbers[UInt64(member.weight)] ?? 0, slots: slots)
        }
        return [UInt16](unsafeUninitializedCapacity: slots) { table, count in
            table.initialize(repeating: 0)
            turns.withUnsafeMutableBufferPointer { turns in
                shares.withUnsafeMutableBufferPointer { shares in
                    fill(table, turns, shares, heaviest)
                }
            }
            count = slots
        }
    }

    /// A member's place in its order of slots.
    private struct Turn {
        // Small, so that the turns of a thousand members stay in a processor's nearest cache.
        let share: Int32
        let backend: UInt16
        let skip: Int32
        /// The next slot to try.
        var position: Int32

        init(_ member: MaglevMember, share: Int, slots: Int) {
            self.share = Int32(share)
            backend = member.backend
            let offset = IdentityHash.value(of: member.identity, for: .offset)
            let skip = IdentityHash.value(of: member.identity, for: .skip)
            position = Int32(offset % UInt64(slots))
            self.skip = slots > 1 ? Int32(skip % UInt64(slots - 1)) + 1 : 0
        }
    }

    /// What all members of one weight have in common: they take their turns in the same rounds.
    private struct Share {
        let weight: UInt64
        /// What the rounds so far have given, less what turns have cost.
        var credit: UInt64 = 0
        /// 1 when its members take a turn in the present round, else 0.
        var takesTurn: UInt64 = 0

        init(weight: UInt64) {
            self.weight = weight
        }
    }

    /// Lets the members take turns until no slot is free.
    ///
    /// A round adds each member's weight to its credit, and a turn costs the heaviest weight: the
    /// heaviest takes a turn in every round, one of half its weight in every second.
    private static func fill(
        _ table: UnsafeMutableBufferPointer<UInt16>,
        _ turns: UnsafeMutableBufferPointer<Turn>,
        _ shares: UnsafeMutableBufferPointer<Share>,
        _ cost: UInt64
    ) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: turns.count) { round in
            FreeSlots.with(count: table.count) { free in
                while free.count > 0 {
                    let count = beginRound(round, turns, shares, cost)
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
        _ shares: UnsafeMutableBufferPointer<Share>,
        _ cost: UInt64
    ) -> Int {
        for index in shares.indices {
            let credit = shares[index].credit + shares[index].weight
            shares[index].takesTurn = credit >= cost ? 1 : 0
            shares[index].credit = credit &- cost &* shares[index].takesTurn
        }
        var count = 0
        for index in turns.indices {
            round[count] = Int32(truncatingIfNeeded: index)
            count &+= Int(truncatingIfNeeded: shares[Int(turns[index].share)].takesTurn)
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
