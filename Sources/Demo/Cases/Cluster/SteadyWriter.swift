import Foundation
import Lab
import Linux
import Synchronization

/// Clients that write one numbered row after the other until they are stopped.
///
/// A number is tried once, whatever comes of it, so a row that is there twice or not at all cannot
/// be mistaken for another.
final class SteadyWriter: Sendable {
    /// How a client connects.
    enum Manner: Hashable, Sendable {
        /// A connection for each row.
        case eachOverItsOwn
        /// One connection, and another when it is lost.
        case overOneSession
    }

    private struct State {
        var attempts: [WriteAttempt] = []
        var isStopped = false
    }

    private static let pauseAfterFailure = 0.1

    private let client: PostgreSQLClient
    private let table: String
    private let state = Mutex(State())
    private let finished = DispatchGroup()

    /// Starts a client for each name.
    init(_ client: PostgreSQLClient, table: String, _ writers: KeyValuePairs<String, Manner>) {
        self.client = client
        self.table = table
        for (writer, manner) in writers {
            finished.enter()
            Thread.detachNewThread { [self] in
                write(as: writer, manner)
                finished.leave()
            }
        }
    }

    /// Waits until this many more rows are acknowledged by a server.
    func waitForRows(_ count: Int, by server: String) throws {
        func acknowledged() -> Int { state.withLock { $0.attempts.count { $0.server == server } } }
        let before = acknowledged()
        try waitUntil(
            "\(server) has acknowledged \(count) more rows",
            within: .seconds(60),
            detail: { state.withLock { $0.attempts.last?.failure ?? "" } }
        ) {
            acknowledged() >= before + count
        }
    }

    /// Ends the clients and returns all attempts in the order of their beginning.
    @discardableResult
    func stop() -> [WriteAttempt] {
        state.withLock { $0.isStopped = true }
        finished.wait()
        return state.withLock(\.attempts).sorted { $0.began < $1.began }
    }

    private func write(as writer: String, _ manner: Manner) {
        var session: PostgreSQLSession?
        defer { session?.close() }
        var number = 0
        while !state.withLock(\.isStopped) {
            number += 1
            let statement = """
                INSERT INTO \(table) (writer, number) VALUES ('\(writer)', \(number)) \
                RETURNING server || '|' || host(inet_server_addr());
                """
            let began = ContinuousClock.now
            let result = attempt(statement, manner, &session)
            let attempt = WriteAttempt(
                writer: writer,
                number: number,
                began: began,
                ended: .now,
                result: result
            )
            state.withLock { $0.attempts.append(attempt) }
            if attempt.failure != nil { Thread.sleep(forTimeInterval: Self.pauseAfterFailure) }
        }
    }

    private func attempt(
        _ statement: String,
        _ manner: Manner,
        _ session: inout PostgreSQLSession?
    ) -> WriteAttempt.Result {
        do {
            switch manner {
            case .eachOverItsOwn:
                let outcome = try client.outcome(of: statement)
                guard outcome.status.isSuccess else { return .failed(outcome.errors) }
                return Self.result(ofRow: outcome.output)
            case .overOneSession:
                let open = try session ?? PostgreSQLSession(client)
                session = open
                return Self.result(ofRow: try open.row(of: statement))
            }
        } catch {
            session?.close()
            session = nil
            return .failed("\(error)")
        }
    }

    /// A row comes only with the acknowledgement of its commit, which ends the statement.
    static func result(ofRow row: String) -> WriteAttempt.Result {
        let parts = row.trimmingCharacters(in: .newlines).split(separator: "|")
        guard parts.count == 2 else { return .failed("not an answer: '\(row)'") }
        return .acknowledged(server: String(parts[0]), address: String(parts[1]))
    }
}
