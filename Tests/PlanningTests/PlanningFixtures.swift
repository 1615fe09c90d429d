import Addresses
import PacketFormats
import Planning
import Resources
import Tables

/// Configurations for planning tests.
enum Fixture {
    static let interface = NodeInterface(
        index: 3,
        name: "eth0",
        ethernet: ethernet(1),
        mtu: 9000
    )
    static let seed: UInt64 = 0x5eed

    static func ethernet(_ number: UInt16) -> EthernetAddress {
        EthernetAddress(first: 0x0002, second: 0, third: number.bigEndian)
    }

    static func address(_ text: String) -> IPAddress {
        guard let address = IPAddress(text) else { preconditionFailure("\(text) is no address") }
        return address
    }

    /// A member's address by number: 10.0.0.0 and up.
    static func memberAddress(_ number: Int) -> IPAddress {
        IPAddress(bits: AddressBits(ipv4: (0x0a00_0000 + UInt32(number)).bigEndian))
    }

    static func member(_ number: Int, _ state: AdminState = .none) -> ResolvedMember {
        ResolvedMember(name: "m\(number)", address: memberAddress(number), adminState: state)
    }

    static func members(_ numbers: some Sequence<Int>) -> [ResolvedMember] {
        numbers.map { member($0) }
    }

    static func rule(
        _ name: String,
        _ frontend: String,
        transport: TransportProtocol = .tcp,
        port: UInt16 = 443,
        to backendPort: UInt16? = nil,
        distribution: LoadDistribution = .default,
        floating: Bool = true,
        _ members: [ResolvedMember]
    ) -> ResolvedRule {
        let frontendPort = transport == .all ? 0 : port
        return ResolvedRule(
            id: "/rules/\(name)",
            loadBalancer: "lb",
            name: name,
            frontend: address(frontend),
            transport: transport,
            frontendPort: frontendPort,
            backendPort: backendPort ?? frontendPort,
            distribution: distribution,
            isFloatingIPEnabled: floating,
            isTCPResetEnabled: false,
            isConnectionTrackingEnabled: false,
            idleTimeout: .seconds(240),
            probe: nil,
            members: members
        )
    }

    static func frontend(_ text: String, isPublic: Bool = false) -> ResolvedFrontend {
        ResolvedFrontend(
            id: "/frontends/\(text)",
            loadBalancer: "lb",
            name: text,
            address: address(text),
            isPublic: isPublic
        )
    }

    /// An input in which every member has its own Ethernet address on `interface`.
    static func input(
        _ rules: [ResolvedRule],
        frontends: [String] = [],
        present: TableImage = TableImage()
    ) -> PlanningInput {
        let addresses = Set(rules.flatMap(\.members).map(\.address))
        let deliveries = addresses.map { address in
            let tail = UInt16(truncatingIfNeeded: UInt32(bigEndian: address.bits.ipv4))
            return (address, delivery(to: ethernet(tail)))
        }
        return PlanningInput(
            configuration: ForwardingConfiguration(
                frontends: frontends.map { frontend($0) },
                rules: rules
            ),
            interfaces: [interface],
            deliveries: Dictionary(uniqueKeysWithValues: deliveries),
            hashSeed: seed,
            present: present
        )
    }

    static func delivery(to destination: EthernetAddress) -> MemberDelivery {
        .resolved(
            interface: interface.index,
            source: interface.ethernet,
            destination: destination,
            vlan: 0
        )
    }

    /// The key of a rule's frontend entry.
    static func key(_ text: String, _ transport: UInt8, _ port: UInt16) -> FrontendKey {
        FrontendKey(address: address(text).bits, port: BigEndian(port), transport: transport)
    }

    /// The key of a frontend's bare address.
    static func key(_ text: String) -> FrontendKey {
        FrontendKey(address: address(text).bits)
    }
}

/// A plan with lookup tables of 251 slots: the planner does nothing else with the count.
func plan(
    _ rules: [ResolvedRule],
    frontends: [String] = [],
    present: TableImage = TableImage()
) throws(PlanningError) -> Plan {
    try Planner.plan(
        Fixture.input(rules, frontends: frontends, present: present),
        slots: 251
    )
}

extension TableImage {
    /// The member addresses that the slots of a rule's lookup table name; `nil` without a table.
    func members(of entry: FrontendEntry) -> Set<IPAddress>? {
        guard let slots = lookupTables[entry.lookupTable], !slots.isEmpty else { return nil }
        var members: Set<IPAddress> = []
        for index in Set(slots.map(\.current)) where index != 0 {
            guard let backend = backends[index] else { return nil }
            members.insert(IPAddress(bits: backend.address))
        }
        return members
    }
}
