/// What became of the long connections.
package struct ConnectionTally: Hashable, Sendable {
    /// How a connection can fail.
    package enum Failure: String, Hashable, Sendable, CaseIterable {
        /// A new connection was refused or reset before its first answer, or did not come about.
        case notOpened = "not opened"
        /// The other end reset it, or closed it.
        case reset
        /// No answer came for a long time.
        case hung
        /// An answer to another request, or from another member.
        case wrongAnswer = "answered wrongly"
    }

    /// A connection that failed though its member stayed.
    package struct Case: Hashable, Sendable {
        package let failure: Failure
        package let connection: UInt64
        package let rule: String
        package let member: Int?
        /// When it last was well, and when the failure was seen.
        package let from: UInt64
        package let to: UInt64
        /// What the kernel said.
        package let detail: String

        package init(
            failure: Failure,
            connection: UInt64,
            rule: String,
            member: Int?,
            from: UInt64,
            to: UInt64,
            detail: String = ""
        ) {
            self.failure = failure
            self.connection = connection
            self.rule = rule
            self.member = member
            self.from = from
            self.to = to
            self.detail = detail
        }
    }

    /// Connections that got their first answer.
    package var opened = 0
    /// Requests that were answered.
    package var exchanges = 0
    /// Connections that the client closed in good order.
    package var closed = 0
    /// Failures of connections whose member stayed in the pool.
    package var failures: [Failure: Int] = [:]
    /// The first of them.
    package private(set) var cases: [Case] = []
    /// Failures of connections whose member had left the pool.
    package var failuresAfterRemoval: [Failure: Int] = [:]
    /// Answers over such connections: their member had come back, or was not gone yet.
    package var answersAfterRemoval = 0

    /// Cases that are kept.
    private static let caseLimit = 50

    package init() {}

    /// Failures of connections whose member stayed.
    package var failed: Int { failures.values.reduce(0, +) }

    /// A connection failed though its member stayed.
    package mutating func note(_ failed: Case) {
        failures[failed.failure, default: 0] += 1
        if cases.count < Self.caseLimit { cases.append(failed) }
    }
}
