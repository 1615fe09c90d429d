import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import TestSupport

/// Configurations for benchmarks, and the tables that the daemon's own planner makes of them.
struct BenchmarkNetwork: Sendable {
    /// The interface that the node receives on; every member is on its segment.
    let interface: NodeInterface
    /// The Ethernet address of the member with a number.
    let ethernet: @Sendable (Int) -> EthernetAddress

    /// The network of test runs, whose frames arrive on the loopback interface.
    static let testRun = BenchmarkNetwork(
        interface: NodeInterface(
            index: FixtureWorld.interface,
            name: "lo",
            ethernet: FixtureWorld.node
        )
    ) { number in
        EthernetAddress(first: 0x0002, second: 1, third: UInt16(truncatingIfNeeded: number))
    }

    /// The tables that a configuration leads to from others, and the way there.
    func plan(
        _ rules: [ResolvedRule],
        present: TableImage = TableImage()
    ) throws(PlanningError) -> Plan {
        try Planner.plan(input(rules, present: present))
    }

    /// What a plan is made from.
    func input(_ rules: [ResolvedRule], present: TableImage) -> PlanningInput {
        var deliveries: [IPAddress: MemberDelivery] = [:]
        for member in Set(rules.flatMap(\.members).map(\.address)) {
            let last = UInt64(bigEndian: member.bits.low)
            deliveries[member] = .resolved(
                interface: interface.index,
                source: interface.ethernet,
                destination: ethernet(Int(truncatingIfNeeded: last & 0xffff)),
                vlan: 0
            )
        }
        let addresses = Set(rules.map(\.frontend)).sorted()
        let frontends = addresses.map { address in
            ResolvedFrontend(
                id: "frontends/\(address)",
                loadBalancer: "benchmark",
                name: "\(address)",
                address: address,
                isPublic: false
            )
        }
        return PlanningInput(
            configuration: ForwardingConfiguration(frontends: frontends, rules: rules),
            interfaces: [interface],
            deliveries: deliveries,
            hashSeed: 0x0a90_5000_0000_0001,
            present: present
        )
    }

    /// A rule that spreads by all five fields.
    static func rule(
        _ frontend: IPAddress,
        _ members: [ResolvedMember],
        _ transport: TransportProtocol = .tcp,
        port: UInt16 = 443,
        to backendPort: UInt16? = nil,
        tracksFlows: Bool = false
    ) -> ResolvedRule {
        ResolvedRule(
            id: "rules/\(frontend)-\(transport.rawValue)-\(port)",
            loadBalancer: "benchmark",
            name: "\(transport.rawValue)-\(port)",
            frontend: frontend,
            transport: transport,
            frontendPort: port,
            backendPort: backendPort ?? port,
            distribution: .default,
            isFloatingIPEnabled: backendPort == nil,
            isTCPResetEnabled: false,
            isConnectionTrackingEnabled: tracksFlows,
            idleTimeout: .seconds(240),
            probe: nil,
            members: members
        )
    }

    /// Members by their numbers: 10.1.0.0 and up, or 2001:db8:1:: and up.
    static func members(
        _ numbers: some Sequence<Int>,
        _ version: IPVersion = .ipv4,
        _ state: AdminState = .none
    ) -> [ResolvedMember] {
        numbers.map { number in
            ResolvedMember(
                name: "m\(number)",
                address: memberAddress(number, version),
                adminState: state
            )
        }
    }

    private static func memberAddress(_ number: Int, _ version: IPVersion) -> IPAddress {
        switch version {
        case .ipv4: ipv4(0x0a01_0000 + UInt32(number))
        case .ipv6:
            IPAddress(
                bits: AddressBits(
                    high: UInt64(0x2001_0db8_0001_0000).bigEndian,
                    low: UInt64(number).bigEndian
                )
            )
        }
    }

    /// An IPv4 address by its value.
    static func ipv4(_ value: UInt32) -> IPAddress {
        IPAddress(bits: AddressBits(ipv4: value.bigEndian))
    }
}
