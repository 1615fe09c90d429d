extension PacketFixture.Counted {
    /// The sums of two counts.
    public static func + (left: Self, right: Self) -> Self { left.combined(with: right, &+) }
    /// What was counted between two readings.
    public static func - (left: Self, right: Self) -> Self { left.combined(with: right, &-) }

    private func combined(with other: Self, _ operation: (UInt64, UInt64) -> UInt64) -> Self {
        var result = Self()
        result.packets = operation(packets, other.packets)
        result.bytes = operation(bytes, other.bytes)
        result.synPackets = operation(synPackets, other.synPackets)
        result.replyPackets = operation(replyPackets, other.replyPackets)
        result.unpinnedFlows = operation(unpinnedFlows, other.unpinnedFlows)
        result.echoReplies = operation(echoReplies, other.echoReplies)
        result.drops = zip(drops, other.drops).map(operation)
        return result
    }
}
