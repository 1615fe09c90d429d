import Tables

/// What happens to a frame.
@frozen
public enum Verdict: Equatable, Sendable {
    /// The host gets it. The corresponding C constant is `XDP_PASS`.
    case pass
    /// Nobody gets it; the reason was counted. The corresponding C constant is `XDP_DROP`.
    case drop(DropReason)
    /// It leaves through the interface that it came from. The C constant is `XDP_TX`.
    case transmit
    /// It leaves through another interface, by index. The C constant is `XDP_REDIRECT`.
    case redirect(UInt32)
}
