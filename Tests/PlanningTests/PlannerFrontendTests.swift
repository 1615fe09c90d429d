import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import Testing

@Suite struct `Frontend and transit entries` {
    private let members = Fixture.members(1...2)

    @Test func `a frontend without rules has a bare entry`() throws {
        let plan = try plan([], frontends: ["192.0.2.1", "2001:db8::1"])
        let bare = FrontendEntry(
            hashSeed: 0,
            rule: 0,
            lookupTable: 0,
            options: [],
            backendPort: BigEndian(0),
            ethernet: .unknown
        )
        #expect(
            plan.image.frontends == [
                Fixture.key("192.0.2.1"): bare, Fixture.key("2001:db8::1"): bare,
            ]
        )
        #expect(plan.ruleIndices.isEmpty)
    }

    @Test func `a public frontend answers echo requests while a rule of it has a member`() throws {
        let down = members.map {
            ResolvedMember(name: $0.name, address: $0.address, adminState: .down)
        }
        let cases: [(members: [ResolvedMember], isPublic: Bool, answers: Bool)] = [
            (members, true, true), (down, true, false), ([], true, false), (members, false, false),
        ]
        for (members, isPublic, answers) in cases {
            for transport in [TransportProtocol.tcp, .all] {
                let rule = Fixture.rule("web", "192.0.2.1", transport: transport, members)
                var input = Fixture.input([rule], frontends: ["192.0.2.1"])
                input.configuration.frontends = [Fixture.frontend("192.0.2.1", isPublic: isPublic)]
                let bare = try Planner.plan(input).image.frontends[Fixture.key("192.0.2.1")]
                #expect(bare?.options.contains(.answersEcho) == answers)
                #expect(bare?.options.contains(.hasRule) == (transport == .all))
            }
        }
    }

    @Test func `an exact rule has a key of its own beside the bare address`() throws {
        let plan = try plan([Fixture.rule("web", "192.0.2.1", port: 443, to: 8443, members)])
        let entry = try #require(plan.image.frontends[Fixture.key("192.0.2.1", 6, 443)])
        #expect(plan.image.frontends.count == 2)
        #expect(plan.image.frontends[Fixture.key("192.0.2.1")]?.options == [])
        #expect(entry.hashSeed == Fixture.seed)
        #expect(entry.rule == 1)
        #expect(entry.backendPort == BigEndian(8443))
        #expect(entry.ethernet == .unknown)
        #expect(plan.ruleIndices == [1: "/rules/web"])
        #expect(plan.image.members(of: entry) == Set(members.map(\.address)))
    }

    @Test func `TCP and UDP rules of one port are two keys`() throws {
        let plan = try plan([
            Fixture.rule("t", "192.0.2.1", transport: .tcp, port: 53, members),
            Fixture.rule("u", "192.0.2.1", transport: .udp, port: 53, members),
        ])
        #expect(plan.image.frontends[Fixture.key("192.0.2.1", 6, 53)]?.rule == 1)
        #expect(plan.image.frontends[Fixture.key("192.0.2.1", 17, 53)]?.rule == 2)
    }

    private static let distributions: [(LoadDistribution, RuleOptions)] = [
        (.default, [.hashesPorts, .hashesTransport]),
        (.sourceIPProtocol, .hashesTransport),
        (.sourceIP, []),
    ]

    @Test(arguments: distributions)
    func `the hash takes what the distribution names`(
        distribution: LoadDistribution,
        hashed: RuleOptions
    ) throws {
        for floating in [true, false] {
            let rule = Fixture.rule(
                "r",
                "192.0.2.1",
                distribution: distribution,
                floating: floating,
                members
            )
            let entry = try plan([rule]).image.frontends[Fixture.key("192.0.2.1", 6, 443)]
            let expected = hashed.union(floating ? [.hasRule, .floatingIP] : [.hasRule])
            #expect(entry?.options == expected)
        }
    }

    @Test func `a floating HA-ports rule is the bare entry and a next hop`() throws {
        let plan = try plan([
            Fixture.rule("nva", "192.0.2.1", transport: .all, members),
            Fixture.rule("ssh", "192.0.2.1", port: 22, members),
        ])
        let ethernet = TransitAddress.ethernet(of: Fixture.address("192.0.2.1").bits)
        let entry = try #require(plan.image.frontends[Fixture.key("192.0.2.1")])
        #expect(
            entry.options == [
                .hasRule, .floatingIP, .hashesPorts, .hashesTransport, .symmetric,
            ]
        )
        #expect(entry.backendPort == BigEndian(0))
        #expect(entry.ethernet == ethernet)
        #expect(plan.image.transits == [TransitKey(ethernet): entry])
        let exact = plan.image.frontends[Fixture.key("192.0.2.1", 6, 22)]
        #expect(exact?.ethernet == ethernet)
        #expect(exact?.options.contains(.symmetric) == false)
    }

    @Test func `an HA-ports rule without Floating IP is no next hop`() throws {
        let plan = try plan([
            Fixture.rule("all", "192.0.2.1", transport: .all, floating: false, members)
        ])
        let entry = try #require(plan.image.frontends[Fixture.key("192.0.2.1")])
        #expect(entry.options == [.hasRule, .hashesPorts, .hashesTransport])
        #expect(entry.ethernet == .unknown)
        #expect(plan.image.transits.isEmpty)
    }

    @Test func `two next hops with one Ethernet address are refused`() throws {
        let first = Fixture.address("2001:db8::1")
        // The fold takes high ^ low * factor: another low half, and the high half that undoes it.
        let factor: UInt64 = 0x9e37_79b9_7f4a_7c15
        let low = first.bits.low &+ 1
        let high = first.bits.high ^ first.bits.low &* factor ^ low &* factor
        let second = IPAddress(bits: AddressBits(high: high, low: low))
        let rules = [
            Fixture.rule("a", first.description, transport: .all, members),
            Fixture.rule("b", second.description, transport: .all, members),
        ]
        let error = try #require(throws: PlanningError.self) { try plan(rules) }
        let ethernet = TransitAddress.ethernet(of: first.bits)
        guard case .sameTransitAddress(let one, let other, ethernet) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(Set([one, other]) == [first, second])
        #expect(error.description.contains("\(ethernet)"))
    }

    @Test func `two rules of one frontend, transport and port are refused`() {
        let rules = [
            Fixture.rule("b", "192.0.2.1", members), Fixture.rule("a", "192.0.2.1", members),
        ]
        #expect(throws: PlanningError.sameFrontend(first: "/rules/a", second: "/rules/b")) {
            try plan(rules)
        }
    }

    @Test func `interfaces are those that the packet program runs on`() throws {
        let plan = try plan([Fixture.rule("web", "192.0.2.1", members)])
        let entry = InterfaceEntry(ethernet: Fixture.interface.ethernet)
        #expect(plan.image.interfaces == [Fixture.interface.index: entry])
    }
}
