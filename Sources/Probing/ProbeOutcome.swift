/// What came of one question to a member.
public enum ProbeOutcome: Hashable, Sendable {
    /// The member answered as the probe wants it.
    case success
    /// It did not.
    case failure(ProbeFailure)
    /// The question could not be put, for a reason that lies with this node: it says nothing about
    /// the member.
    case notAsked(String)
}
