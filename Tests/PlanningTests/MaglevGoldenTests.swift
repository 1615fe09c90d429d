import Addresses
import PacketFormats
import Planning
import Tables
import Testing

/// Values that a change of the algorithm would change: every flow would then meet another member
/// at the moment of an upgrade, and nodes of different versions would disagree.
@Suite struct `Maglev tables never change silently` {
    /// The 64-bit FNV-1a hash of the slots, low byte first.
    private func digest(_ table: [UInt16]) -> UInt64 {
        table.reduce(0xcbf2_9ce4_8422_2325) { state, slot in
            [UInt8(truncatingIfNeeded: slot), UInt8(slot >> 8)].reduce(state) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01b3
            }
        }
    }

    @Test func `three IPv4 members of equal weight`() {
        let table = Maglev.table(of: [
            MaglevMember(identity: Fixture.address("192.0.2.11").bits, backend: 1),
            MaglevMember(identity: Fixture.address("192.0.2.12").bits, backend: 2),
            MaglevMember(identity: Fixture.address("192.0.2.13").bits, backend: 3),
        ])
        #expect(Array(table.prefix(16)) == [3, 2, 3, 2, 2, 2, 2, 1, 2, 2, 1, 2, 1, 3, 3, 1])
        #expect(digest(table) == 0x26b9_bfac_9086_3836)
    }

    @Test func `three IPv6 members of unequal weight`() {
        let table = Maglev.table(of: [
            MaglevMember(identity: Fixture.address("2001:db8::11").bits, weight: 1, backend: 1),
            MaglevMember(identity: Fixture.address("2001:db8::12").bits, weight: 2, backend: 2),
            MaglevMember(identity: Fixture.address("2001:db8::13").bits, weight: 5, backend: 3),
        ])
        #expect(Array(table.prefix(16)) == [3, 1, 3, 2, 3, 2, 2, 3, 3, 2, 3, 3, 2, 1, 2, 2])
        #expect(digest(table) == 0x1753_69c8_506d_ca96)
    }

    @Test func `five members in thirteen slots`() {
        let members = (1...5).map {
            MaglevMember(identity: Fixture.memberAddress($0).bits, backend: UInt16($0))
        }
        #expect(Maglev.table(of: members, slots: 13) == [2, 1, 1, 3, 5, 4, 2, 4, 2, 1, 3, 5, 3])
    }
}
