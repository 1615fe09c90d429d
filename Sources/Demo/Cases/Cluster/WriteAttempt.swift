/// A row that a client tried to write, and what came of it.
struct WriteAttempt: Hashable, Sendable {
    let writer: String
    let number: Int
    let began: ContinuousClock.Instant
    let ended: ContinuousClock.Instant
    let result: Result

    enum Result: Hashable, Sendable {
        /// The commit was acknowledged, by this server at this address.
        case acknowledged(server: String, address: String)
        /// It was not; whether the row is there nobody has said.
        case failed(String)
    }

    /// The row's key, as the table has it.
    var key: String { "\(writer)|\(number)" }

    /// The server that acknowledged it; `nil` when none did.
    var server: String? {
        if case .acknowledged(let server, _) = result { return server }
        return nil
    }

    /// The address at which it was acknowledged; `nil` when it was not.
    var address: String? {
        if case .acknowledged(_, let address) = result { return address }
        return nil
    }

    /// Why it was not acknowledged.
    var failure: String? {
        if case .failed(let reason) = result { return reason }
        return nil
    }

    /// Whether it met a server that only follows another one.
    var metStandby: Bool { failure?.contains("read-only transaction") ?? false }
}
