import Addresses
import PacketFormats
import Tables
import TestSupport
import Testing

@testable import Planning

/// The table as the paper says it, a slot at a time, beside the one that is made the fast way.
@Suite struct `Maglev tables are what turns one after the other give` {
    private func reference(_ members: [MaglevMember], _ slots: Int) -> [UInt16] {
        let members = members.filter { $0.weight > 0 }
            .sorted { WireOrder($0.identity) < WireOrder($1.identity) }
        let cost = members.map(\.weight).max() ?? 1
        var turns = members.map { MaglevTurn($0, slots: slots) }
        var credits = members.map { _ in UInt32(0) }
        var table = [UInt16](repeating: 0, count: slots)
        var left = slots
        while left > 0 {
            for index in members.indices {
                credits[index] += members[index].weight
                guard credits[index] >= cost, left > 0 else { continue }
                credits[index] -= cost
                var slot = Int(turns[index].position)
                while table[slot] != 0 { slot = (slot + Int(turns[index].skip)) % slots }
                table[slot] = members[index].backend
                turns[index].position = UInt32(slot)
                left -= 1
            }
        }
        return table
    }

    @Test(arguments: [
        // One, few, as many as the table has slots, and more than that.
        (1, 13), (5, 13), (13, 13), (40, 13), (3, 251), (250, 251), (900, 251), (100, 4093),
        (3000, 4093), (7, Limits.slots), (1000, Limits.slots), (9000, Limits.slots),
    ])
    func `members of many weights, in any order`(count: Int, slots: Int) {
        var generator = SeededGenerator(seed: UInt64(count * slots))
        for weights in [1...1, 1...10, 0...3, 1...1000] as [ClosedRange<UInt32>] {
            var members = (1...count).map { number in
                MaglevMember(
                    identity: Fixture.memberAddress(number).bits,
                    weight: UInt32.random(in: weights, using: &generator),
                    backend: UInt16(number)
                )
            }
            if members.allSatisfy({ $0.weight == 0 }) { members[0].weight = 1 }
            let expected = reference(members, slots)
            #expect(Maglev.table(of: members, slots: slots) == expected)
            #expect(Maglev.table(of: members.shuffled(using: &generator), slots: slots) == expected)
        }
    }
}
