/// What spreads a client's connections over the servers.
enum DeathContender: String, CaseIterable, Sendable {
    case apus = "Apus"
    case haproxy = "HAProxy"

    /// What its node's name begins with.
    var letter: String { self == .apus ? "a" : "h" }
}
