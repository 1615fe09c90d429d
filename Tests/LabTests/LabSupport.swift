import Addresses
import Foundation
import Lab
import Linux
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a lab test where a capability that labs need is not in effect.
    static var needsLab: Self {
        let held = (try? Capability.effective()) ?? []
        let missing = [Capability.sysAdmin, .netAdmin, .netRaw].filter { !held.contains($0) }
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.map(\.name).joined(separator: ", ")) is not in effect"
        )
    }

    /// Skips a test that needs a database where there is no PostgreSQL server.
    static var needsPostgreSQL: Self {
        let found = Result { try PostgreSQLInstallation.find() }
        guard case .failure(let error) = found else { return .enabled(if: true) }
        return .disabled("\(error)")
    }
}

func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

/// The namespaces that belong to a lab and still exist.
func namespaces(of lab: LabName) throws -> [String] {
    let all = try FileManager.default.contentsOfDirectory(atPath: NetworkNamespace.folder)
    return all.filter { LabName(prefixOf: $0) == lab }
}

/// Two machines on one segment: `a` has host number 1, `b` has 2, in both families.
struct TwoMachines {
    let segment: Segment
    let a: Machine
    let b: Machine
    let onA: LabInterface
    let onB: LabInterface

    init(_ lab: Lab) throws {
        segment = try lab.segment("lan")
        a = try lab.machine("a")
        b = try lab.machine("b")
        onA = try a.attach(
            to: segment,
            addresses: [try prefix("192.0.2.1/24"), try prefix("2001:db8::1/64")]
        )
        onB = try b.attach(
            to: segment,
            addresses: [try prefix("192.0.2.2/24"), try prefix("2001:db8::2/64")]
        )
    }
}
