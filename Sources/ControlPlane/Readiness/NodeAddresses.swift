import Addresses
import Linux
import Probing
import Readiness

/// The node's addresses that members are asked from.
struct NodeAddresses {
    private let all: [InterfaceAddress]
    /// Those that a question can come from.
    private let addresses: [InterfaceAddress]
    private let interfaces: Set<UInt32>
    private let sources: ProbeSources

    init(_ network: NetworkSnapshot, interfaces: Set<UInt32>, far sources: ProbeSources) {
        all = network.addresses
        // A link-local address leads back to one interface only, and is nobody's client.
        addresses = network.addresses.filter {
            !$0.address.isLinkLocal && !$0.isDeprecated
        }
        self.interfaces = interfaces
        self.sources = sources
    }

    /// The address on a member's segment that a question comes from; `nil` where there is none.
    func near(_ member: IPAddress, on interface: UInt32) -> IPAddress? {
        let own = addresses.filter {
            $0.interface == interface && $0.address.version == member.version
        }
        let connected = own.first { $0.prefix?.contains(member) == true }
        return (connected ?? own.first)?.address
    }

    /// The address that a member answers by way of a router; `nil` where there is none.
    ///
    /// The operator's, else one of another interface that clients come in by.
    func far(_ member: IPAddress, on interface: UInt32) -> IPAddress? {
        if let source = sources.source(for: member) { return source }
        let others = addresses.filter {
            $0.interface != interface && interfaces.contains($0.interface)
                && $0.address.version == member.version
                && $0.prefix?.contains(member) != true
        }
        return others.map(\.address).min()
    }

    /// The readiness of this node itself, as a member of a rule.
    func has(_ frontend: IPAddress, _ target: ReadinessTarget) -> ReadinessFinding {
        let isThere = all.contains { $0.address == frontend }
        return ReadinessFinding(
            member: target.member,
            frontend: frontend,
            state: isThere ? .ready : .addressMissing,
            evidence: isThere
                ? "This node is the member, and has \(frontend)."
                : "This node is the member, and does not have \(frontend).",
            remedy: isThere ? nil : "Give this node the address \(frontend).",
            command: isThere
                ? nil : "ip address add \(frontend)/\(frontend.version.bitWidth) dev lo"
        )
    }
}
