import Foundation
public import Linux

/// A process that runs in a lab.
public final class LabProcess: Sendable {
    /// The machine or segment that it runs on.
    public let place: String
    /// The command as it runs there.
    public let arguments: [String]
    /// The file that has its output and errors.
    public let log: String
    private let process: ChildProcess

    init(_ process: ChildProcess, shownAs arguments: [String], place: String, log: String) {
        self.process = process
        self.arguments = arguments
        self.place = place
        self.log = log
    }

    /// The number of the process.
    public var pid: Int32 { process.pid }

    /// How the process ended; `nil` while it runs.
    public var exitStatus: ExitStatus? { process.exitStatus }

    /// What the process has written so far.
    public func output() throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: log)), as: UTF8.self)
    }

    /// Waits until a condition holds while the process runs.
    ///
    /// Throws `LabError.processEnded` if it ends before, and `LabError.timedOut` with the end of
    /// its log.
    public func wait(
        until reason: String,
        within limit: Duration = .seconds(10),
        _ condition: () throws -> Bool
    ) throws {
        try waitUntil(reason, within: limit, detail: lastOutput) {
            // Looked at first: a process may fulfil the condition and end.
            if try condition() { return true }
            if let exitStatus {
                throw LabError.processEnded(
                    arguments,
                    place: place,
                    exitStatus,
                    log: lastOutput()
                )
            }
            return false
        }
    }

    /// Waits until the process ends by itself.
    public func waitForExit(within limit: Duration = .seconds(10)) throws -> ExitStatus {
        if let status = process.wait(until: .now + limit) { return status }
        throw LabError.timedOut(
            "'\(arguments.joined(separator: " "))' on \(place) ends",
            after: limit,
            detail: lastOutput()
        )
    }

    /// Sends a signal to the process alone.
    public func signal(_ number: Int32) {
        process.signal(number)
    }

    /// Ends the process and its children, and waits for its end.
    @discardableResult
    public func terminate() -> ExitStatus {
        process.terminate()
    }

    private func lastOutput() -> String {
        let text = (try? output()) ?? ""
        return text.split(separator: "\n").suffix(8).joined(separator: "\n")
    }
}

extension Lab {
    /// Starts a process that ends with the lab.
    func start(
        _ command: [String],
        shownAs arguments: [String],
        place: String,
        label: String?
    ) throws -> LabProcess {
        let stem = "\(place)-\(label ?? arguments.first ?? "process")"
        let log = newPath(stem, "log")
        return try create { atEnd in
            let process = try ChildProcess(command, log: log)
            atEnd { process.terminate() }
            return LabProcess(process, shownAs: arguments, place: place, log: log)
        }
    }
}
