/// What is known of a member's readiness for a frontend with Floating IP.
///
/// A health probe asks the member's own address, and so cannot see any of this.
public enum ReadinessState: String, Codable, CaseIterable, Sendable {
    /// Nothing has been asked yet.
    case notAsked = "NotAsked"
    /// The frontend's address answers on the member, as clients need it.
    case ready = "Ready"
    /// The address is there, and refuses the port: no service listens.
    case notListening = "NotListening"
    /// The member answers, but not for the frontend's address.
    case addressMissing = "AddressMissing"
    /// The address is there, and what is sent to the port is dropped or refused on the way.
    case filtered = "Filtered"
    /// The address answers on the members' segment, but not a machine that is further away.
    case noReturn = "NoReturn"
    /// The member answers ARP or neighbour discovery for the frontend, and takes its traffic away.
    case answersARP = "AnswersARP"
    /// The member answers from another address than the frontend's.
    case wrongSource = "WrongSource"
    /// Nothing of the member answers at all.
    case unreachable = "Unreachable"

    /// The state in plain words, as tables and logs show it.
    public var words: String {
        switch self {
        case .notAsked: "not asked yet"
        case .ready: "ready"
        case .notListening: "not listening"
        case .addressMissing: "address missing"
        case .filtered: "filtered"
        case .noReturn: "no return"
        case .answersARP: "answers ARP"
        case .wrongSource: "wrong source"
        case .unreachable: "unreachable"
        }
    }

    /// Whether new flows may be sent to the member where the rule asks for readiness.
    ///
    /// What is not known keeps nobody out.
    public var admitsFlows: Bool { self == .ready || self == .notAsked }
}
