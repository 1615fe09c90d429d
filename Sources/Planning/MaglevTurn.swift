import Tables

/// A member's place in its order of slots.
///
/// Small, so that the turns of a thousand members stay in a processor's nearest cache.
struct MaglevTurn {
    /// The next slot to try.
    var position: UInt32
    /// How far each step of the order goes.
    let skip: UInt32

    /// Where a member begins.
    init(_ member: MaglevMember, slots: Int) {
        if slots == Limits.slots {
            // By a constant nothing is divided.
            self.init(member, of: Limits.slots)
        } else {
            self.init(member, of: slots)
        }
    }

    @inline(__always)
    private init(_ member: MaglevMember, of slots: Int) {
        let offset = IdentityHash.value(of: member.identity, for: .offset)
        let skip = IdentityHash.value(of: member.identity, for: .skip)
        position = UInt32(offset % UInt64(slots))
        self.skip = slots > 1 ? UInt32(skip % UInt64(slots - 1)) + 1 : 0
    }
}
