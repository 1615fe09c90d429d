import Addresses
import Linux
import PacketFormats
import Testing

struct NetworkSnapshotTests {
    static let node = ethernet(1)
    static let backend = ethernet(2)

    static func ethernet(_ number: UInt8) -> EthernetAddress {
        EthernetAddress(bytes: [2, 0, 0, 0, 0, number]) ?? .unknown
    }

    static func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
    static func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

    /// eth0 (2) and eth1 (3) with carrier, eth2 (4) down, eth3 (5) without carrier.
    static func network() throws -> NetworkSnapshot {
        NetworkSnapshot(
            interfaces: [
                NetworkInterface(index: 1, name: "lo", ethernetAddress: .unknown),
                NetworkInterface(index: 2, name: "eth0", ethernetAddress: node),
                NetworkInterface(index: 3, name: "eth1", ethernetAddress: ethernet(3)),
                NetworkInterface(
                    index: 4,
                    name: "eth2",
                    ethernetAddress: ethernet(4),
                    isUp: false,
                    hasCarrier: false
                ),
                NetworkInterface(
                    index: 5,
                    name: "eth3",
                    ethernetAddress: ethernet(5),
                    hasCarrier: false
                ),
            ],
            addresses: [
                try assigned(2, "192.0.2.1/24"),
                try assigned(2, "2001:db8::1/64"),
                try assigned(3, "192.0.2.130/25"),
                try assigned(4, "198.51.100.1/24"),
                try assigned(5, "203.0.113.1/24"),
            ],
            neighbours: [
                try neighbour(2, "192.0.2.11", backend, .reachable),
                try neighbour(2, "192.0.2.12", nil, .incomplete),
                try neighbour(2, "192.0.2.13", nil, .failed),
                try neighbour(2, "192.0.2.200", backend, .reachable),
                try neighbour(3, "192.0.2.200", ethernet(7), .stale),
                try neighbour(2, "2001:db8::11", backend, .delay),
                try neighbour(3, "10.0.0.7", ethernet(8), .permanent),
            ],
            routes: [
                Route(
                    destination: try prefix("0.0.0.0/0"),
                    gateway: try address("192.0.2.254"),
                    interface: 2
                ),
                Route(destination: try prefix("10.0.0.0/24"), interface: 3),
                Route(
                    destination: try prefix("10.1.0.0/16"),
                    gateway: try address("192.0.2.254"),
                    interface: 2
                ),
            ]
        )
    }

    static func assigned(_ interface: UInt32, _ text: String) throws -> InterfaceAddress {
        let prefix = try prefix(text)
        return InterfaceAddress(
            interface: interface,
            address: prefix.address,
            prefixLength: prefix.length
        )
    }

    static func neighbour(
        _ interface: UInt32,
        _ text: String,
        _ ethernet: EthernetAddress?,
        _ state: Neighbour.State
    ) throws -> Neighbour {
        Neighbour(
            interface: interface,
            address: try address(text),
            ethernetAddress: ethernet,
            state: state
        )
    }

    static let all = ["eth0", "eth1", "eth2", "eth3"]

    @Test(arguments: [
        // A known neighbour on the only segment that has it.
        ("192.0.2.11", all, NextHop(interface: 2, source: node, destination: backend)),
        ("2001:db8::11", all, NextHop(interface: 2, source: node, destination: backend)),
        // The longer prefix, /25 on eth1, decides; not the /24 on eth0.
        (
            "192.0.2.200", all,
            NextHop(interface: 3, source: ethernet(3), destination: ethernet(7))
        ),
        // Unless eth1 is not allowed.
        ("192.0.2.200", ["eth0"], NextHop(interface: 2, source: node, destination: backend)),
        // A route without a gateway connects as an address does.
        ("10.0.0.7", all, NextHop(interface: 3, source: ethernet(3), destination: ethernet(8))),
    ])
    func `an address on a connected segment has a next hop`(
        text: String,
        names: [String],
        expected: NextHop
    ) throws {
        let found = try Self.network().nextHop(for: try Self.address(text), through: names)
        #expect(found == .success(expected))
    }

    @Test func `an address behind a router is refused with the connected prefixes`() throws {
        let address = try Self.address("10.1.2.3")
        let found = try Self.network().nextHop(for: address, through: ["eth0", "eth9"])
        let expected = NextHopError.notOnConnectedSegment(
            address,
            connected: [try Self.prefix("2001:db8::/64"), try Self.prefix("192.0.2.0/24")],
            missing: ["eth9"]
        )
        #expect(found == .failure(expected))
        #expect(
            expected.description == """
                10.1.2.3 is not on a connected segment: the node's interfaces have the connected \
                prefixes 2001:db8::/64, 192.0.2.0/24. Direct delivery does not reach a backend \
                behind a router; connect an interface of this node to the backend's segment. \
                There is no interface eth9.
                """
        )
    }

    @Test(arguments: [("192.0.2.12", false), ("192.0.2.13", true), ("192.0.2.99", false)])
    func `an address whose neighbour entry is not usable is unresolved`(
        text: String,
        failed: Bool
    ) throws {
        let address = try Self.address(text)
        let found = try Self.network().nextHop(for: address, through: Self.all)
        #expect(found == .failure(.unresolved(address, interface: "eth0", failed: failed)))
    }

    @Test(arguments: [("198.51.100.9", "eth2", false), ("203.0.113.9", "eth3", true)])
    func `an interface that cannot carry frames is named`(
        text: String,
        interface: String,
        isUp: Bool
    ) throws {
        let address = try Self.address(text)
        let found = try Self.network().nextHop(for: address, through: Self.all)
        #expect(found == .failure(.interfaceDown(address, interface: interface, isUp: isUp)))
    }

    @Test func `an address of the node itself is refused`() throws {
        let address = try Self.address("192.0.2.130")
        let found = try Self.network().nextHop(for: address, through: ["eth0"])
        #expect(found == .failure(.ownAddress(address, interface: "eth1")))
    }

    @Test(arguments: [
        (Neighbour.State.reachable, true), (.stale, true), (.delay, true), (.probe, true),
        (.permanent, true), (.noARP, true), (.incomplete, false), (.failed, false),
        (Neighbour.State(), false),
    ])
    func `a neighbour is usable in the states in which the kernel sends to it`(
        state: Neighbour.State,
        usable: Bool
    ) throws {
        let known = try Self.neighbour(2, "192.0.2.11", Self.backend, state)
        #expect(known.isUsable == usable)
        let unknown = try Self.neighbour(2, "192.0.2.11", nil, state)
        #expect(!unknown.isUsable)
    }
}
