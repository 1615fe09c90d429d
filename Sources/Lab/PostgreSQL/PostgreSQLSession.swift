import Foundation
import Linux
import Synchronization

/// One connection of psql that stays open, over which one statement after the other is run.
public final class PostgreSQLSession: Sendable {
    private let process: LabProcess
    private let input: LabSocket
    private let errors: String
    private let answered = Mutex(0)

    /// Starts psql; the first statement shows whether it could connect.
    public init(_ client: PostgreSQLClient) throws {
        let lab = client.machine.lab
        let pipe = lab.newPath("\(client.machine.name)-psql", "pipe")
        errors = lab.newPath("\(client.machine.name)-psql", "errors")
        guard mkfifo(pipe, 0o600) == 0 else { throw LinuxError("make", pipe, .system(errno)) }
        // For reading too, so that writing neither waits for psql nor fails when it has ended.
        let number = open(pipe, O_RDWR | O_CLOEXEC)
        input = LabSocket(owning: number, name: pipe)
        guard number >= 0 else { throw input.failure("open") }
        // Each answer at once: a file would get them by the block.
        process = try client.machine.start(
            ["sh", "-c", "exec stdbuf -oL \"$0\" \"$@\" <'\(pipe)' 2>'\(errors)'"]
                + client.command(),
            label: "psql-session"
        )
    }

    /// Runs a statement that answers with one row, and returns the row.
    ///
    /// What psql says when it cannot connect or loses the server is in the error.
    public func row(of statement: String, within limit: Duration = .seconds(30)) throws -> String {
        let line = Array("\(statement)\n".utf8)
        guard write(input.number, line, line.count) == line.count else {
            throw input.failure("write to")
        }
        var row: String?
        try waitUntil("psql answers", within: limit, detail: complaint) {
            row = try nextRow()
            if row != nil { return true }
            guard let status = process.exitStatus else { return false }
            throw LabError.processEnded(
                process.arguments,
                place: process.place,
                status,
                log: complaint()
            )
        }
        return row ?? ""
    }

    /// Closes the connection.
    public func close() {
        process.terminate()
    }

    /// The first line of the output that was not returned yet; `nil` while there is none.
    private func nextRow() throws -> String? {
        try answered.withLock { offset in
            let file = try FileHandle(forReadingFrom: URL(filePath: process.log))
            defer { try? file.close() }
            try file.seek(toOffset: UInt64(offset))
            let text = try file.readToEnd() ?? Data()
            guard let end = text.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let line = text[..<end]
            offset += line.count + 1
            return String(decoding: line, as: UTF8.self)
        }
    }

    private func complaint() -> String {
        (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
    }
}
