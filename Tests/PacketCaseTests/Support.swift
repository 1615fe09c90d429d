import Addresses
import Linux
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a case where a capability that the lab or the packet program needs is not in effect.
    static var needsLab: Self {
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

/// The two ways in which a rule leads to its members.
enum Delivery: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// With Floating IP: the member gets the packet as the client sent it.
    case floating
    /// Without: the member gets it with its own address and the backend port.
    case translated

    var testDescription: String { rawValue }
}

extension IPVersion {
    static let both: [IPVersion] = [.ipv4, .ipv6]
}
