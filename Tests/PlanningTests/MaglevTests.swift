import Addresses
import PacketFormats
import Planning
import Tables
import TestSupport
import Testing

@Suite struct `Maglev tables` {
    private func members(_ numbers: some Sequence<Int>) -> [MaglevMember] {
        numbers.map {
            MaglevMember(identity: Fixture.memberAddress($0).bits, backend: UInt16($0))
        }
    }

    private func counts(_ table: [UInt16]) -> [UInt16: Int] {
        table.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    @Test func `each of 100 members gets its fair share within one percent`() {
        let counts = counts(Maglev.table(of: members(1...100)))
        #expect(counts.count == 100)
        let fair = Double(Limits.slots) / 100
        for (member, count) in counts {
            #expect(abs(Double(count) - fair) < fair * 0.01, "member \(member) has \(count)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 100, 999])
    func `members of equal weight differ by one slot at most`(count: Int) throws {
        let counts = counts(Maglev.table(of: members(1...count)))
        #expect(counts.count == count)
        let most = try #require(counts.values.max())
        let least = try #require(counts.values.min())
        #expect(most - least <= 1)
    }

    @Test func `5,000 members all get slots`() {
        let counts = counts(Maglev.table(of: members(1...5000)))
        #expect(counts.count == 5000)
        #expect(counts.values.allSatisfy { $0 == 13 || $0 == 14 })
    }

    /// Over all 100 members that may leave, 322 to 413 other slots move: 0.5 to 0.63 %.
    @Test func `few other slots move when one of 100 members leaves`() {
        let before = Maglev.table(of: members(1...100))
        var worst = 0
        for leaving in stride(from: 10, through: 100, by: 10) {
            let after = Maglev.table(of: members((1...100).filter { $0 != leaving }))
            var moved = 0
            for slot in before.indices where before[slot] != UInt16(leaving) {
                if before[slot] != after[slot] { moved += 1 }
            }
            worst = max(worst, moved)
        }
        #expect(worst <= Limits.slots * 7 / 1000, "\(worst) of \(Limits.slots) slots moved")
    }

    @Test func `a member that leaves and returns gives the same table`() {
        let before = Maglev.table(of: members(1...10))
        #expect(Maglev.table(of: members(1...9)) != before)
        #expect(Maglev.table(of: members(1...10)) == before)
    }

    @Test func `shares are in proportion to weights`() {
        var members = members(1...4)
        for (index, weight) in [UInt32(1), 2, 3, 4].enumerated() { members[index].weight = weight }
        let counts = counts(Maglev.table(of: members))
        for (member, weight) in [(UInt16(1), 1.0), (2, 2), (3, 3), (4, 4)] {
            let fair = Double(Limits.slots) * weight / 10
            #expect(abs(Double(counts[member] ?? 0) - fair) <= 2, "member \(member)")
        }
    }

    @Test func `only the relation of weights counts`() {
        var light = members(1...5)
        light[2].weight = 3
        var heavy = light
        for index in heavy.indices { heavy[index].weight *= 500_000_000 }
        #expect(Maglev.table(of: light) == Maglev.table(of: heavy))
    }

    @Test func `the order of members does not count`() {
        let members = members(1...20)
        var generator = SeededGenerator(seed: 20)
        let table = Maglev.table(of: members)
        #expect(Maglev.table(of: members.reversed()) == table)
        #expect(Maglev.table(of: members.shuffled(using: &generator)) == table)
    }

    @Test func `backend indices do not count`() {
        let members = members(1...20)
        let renumbered = members.map {
            MaglevMember(identity: $0.identity, backend: 1000 - $0.backend)
        }
        let table = Maglev.table(of: members)
        #expect(Maglev.table(of: renumbered) == table.map { 1000 - $0 })
    }

    @Test func `without weights every slot is empty`() {
        let empty = [UInt16](repeating: 0, count: Limits.slots)
        #expect(Maglev.table(of: []) == empty)
        var members = members(1...3)
        for index in members.indices { members[index].weight = 0 }
        #expect(Maglev.table(of: members) == empty)
    }

    @Test func `a member of weight 0 is as if it were not there`() {
        var members = members(1...5)
        members[4].weight = 0
        #expect(Maglev.table(of: members) == Maglev.table(of: self.members(1...4)))
    }

    @Test func `more members than slots leave some without`() {
        let table = Maglev.table(of: members(1...20), slots: 13)
        #expect(Set(table).count == 13)
        #expect(!table.contains(0))
    }
}
