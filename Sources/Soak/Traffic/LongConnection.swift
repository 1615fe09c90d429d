/// One place of the connection population: a connection, and what it waits for.
struct LongConnection {
    /// What is next.
    enum Phase: Equatable {
        /// To be opened when it is due.
        case closed
        /// The handshake is under way; when it is due, it has failed.
        case connecting
        /// To ask again when it is due.
        case idle
        /// The answer is awaited; when it is due, the connection hangs.
        case asking
    }

    /// The rule that it goes through.
    let rule: Int
    var phase = Phase.closed
    var socket: TrafficSocket?
    var due: UInt64
    /// When it was last well.
    var lastWell: UInt64
    var id: UInt64 = 0
    var number: UInt64 = 0
    var member: Int?
    /// Its member left the pool, so that it may fail.
    var isApart = false
    /// Members that were leaving while it was not known which one it had.
    var suspects: Set<Int> = []
    /// Requests until the client closes it.
    var requestsLeft = Int.max
    var received: [UInt8] = []
    /// Whether it has been open from its first answer on, never replaced.
    var isFirst = true
}
