import PacketFormats

/// A member as the lookup table weighs it.
public struct MaglevMember: Hashable, Sendable {
    /// What the member's preference for slots is derived from: its own address.
    public var identity: AddressBits
    /// The member's share in relation to the others'; 0 for no share.
    public var weight: UInt32
    /// The index that the member's slots name; 0 is no backend and gets no slots.
    public var backend: UInt16

    /// Makes a member.
    public init(identity: AddressBits, weight: UInt32 = 1, backend: UInt16) {
        self.identity = identity
        self.weight = weight
        self.backend = backend
    }
}
