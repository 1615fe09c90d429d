import Addresses
import Foundation
import Linux
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a lab test where a capability that labs and the daemon need is not in effect.
    static var needsLab: Self {
        var held = (try? Capability.effective()) ?? []
        if held.contains(.sysAdmin) { held.formUnion([.bpf, .perfmon]) }
        let missing = Capability.allCases.filter { !held.contains($0) }
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.map(\.name).joined(separator: ", ")) is not in effect"
        )
    }
}

func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

/// A program that was built with the tests.
func program(_ name: String) -> String {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: own ?? "").deletingLastPathComponent().appending(path: name).path
}
