/// Packets that arrive one after the other, where what came before decides.
public struct PacketSequence: Sendable, CustomStringConvertible {
    /// What the sequence shows.
    public let name: String
    /// The packets in order.
    public let packets: [PacketFixture]

    /// The name, for test output.
    public var description: String { name }
}
