import Foundation
import Linux

/// The programs that were built with the tests.
enum Executable {
    /// The path of a program beside the one that runs the tests.
    static func path(_ name: String) -> String {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: own ?? "").deletingLastPathComponent().appending(path: name).path
    }

    /// Runs a program to its end; help comes eighty columns wide.
    static func run(_ name: String, _ arguments: [String]) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            ["env", "COLUMNS=80", path(name)] + arguments,
            until: .now + .seconds(30)
        )
    }
}

/// A folder that goes when nothing refers to it any more.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let name = "apus-command-tests-\(UUID().uuidString)"
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file, and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }
}
