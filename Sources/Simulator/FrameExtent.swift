/// Where a frame in memory begins and ends, beside where it did when it was received.
@frozen
public struct FrameExtent: Equatable, Sendable {
    /// How many bytes it has grown by at its front.
    public var growth = 0
    /// How many bytes at its end were left out.
    public var cut = 0

    /// A frame as it was received.
    public init() {}
}
