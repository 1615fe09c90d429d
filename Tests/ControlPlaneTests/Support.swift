import Addresses
import Foundation
import Linux
import Synchronization
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test of the real kernel where a capability that it needs is not in effect.
    static var needsKernel: Self {
        let held = (try? Capability.effective()) ?? []
        let needed = [Capability.bpf, .netAdmin, .netRaw, .sysAdmin]
        let missing = needed.filter { !held.contains($0) }.map(\.name)
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.joined(separator: ", ")) is not in effect"
        )
    }
}

func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

/// A name that no other test and no other process has.
enum UniqueName {
    private static let count = Mutex(0)

    static func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "apus-control-tests-\(getpid())-\(number)"
    }
}

/// A folder that goes when nothing refers to it any more.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: UniqueName.next()).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
    }
}

/// Runs a command, whose words are divided by spaces, to its end and returns its output.
///
/// It is started by the calling thread, so it works in that thread's namespace.
@discardableResult
func command(_ words: String) throws -> String {
    let arguments = words.split(separator: " ").map(String.init)
    let outcome = try ChildProcess.run(arguments, until: .now + .seconds(20))
    guard outcome.status.isSuccess else {
        throw CommandFailure(text: "\(words): \(outcome.errors)")
    }
    return outcome.output
}

struct CommandFailure: Error { let text: String }
