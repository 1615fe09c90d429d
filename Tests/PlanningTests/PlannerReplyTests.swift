import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import Testing

@Suite struct `Reply entries` {
    private func key(_ text: String, _ transport: UInt8, _ port: UInt16) -> ReplyKey {
        ReplyKey(
            address: Fixture.address(text).bits,
            port: BigEndian(port),
            transport: transport
        )
    }

    private func entry(_ text: String, rule: UInt32, _ port: UInt16) -> ReplyEntry {
        ReplyEntry(address: Fixture.address(text).bits, rule: rule, port: BigEndian(port))
    }

    @Test func `a floating rule that keeps the port needs none`() throws {
        let rules = [
            Fixture.rule("a", "192.0.2.1", Fixture.members(1...2)),
            Fixture.rule("b", "192.0.2.2", Fixture.members(1...2)),
            Fixture.rule("c", "192.0.2.1", transport: .all, Fixture.members(1...2)),
        ]
        #expect(try plan(rules).image.replies.isEmpty)
    }

    @Test func `without Floating IP each member's port becomes the frontend's`() throws {
        let members = [Fixture.member(1), Fixture.member(2, .down)]
        let rule = Fixture.rule(
            "a",
            "192.0.2.1",
            transport: .udp,
            port: 53,
            to: 5353,
            floating: false,
            members
        )
        #expect(
            try plan([rule]).image.replies == [
                key("10.0.0.1", 17, 5353): entry("192.0.2.1", rule: 1, 53),
                key("10.0.0.2", 17, 5353): entry("192.0.2.1", rule: 1, 53),
            ]
        )
    }

    @Test func `the node's own addresses are marked where replies are restored`() throws {
        let node = Fixture.address("10.0.0.200")
        for isFloating in [true, false] {
            let members = Fixture.members(1...1)
            var input = Fixture.input([
                Fixture.rule("a", "192.0.2.1", floating: isFloating, members)
            ])
            input.nodeAddresses = [node]
            let replies = try Planner.plan(input, slots: 251).image.replies
            #expect((replies[ReplyKey(node: node.bits)] == .node) == !isFloating)
            #expect(replies.count == (isFloating ? 0 : 2))
        }
    }

    @Test func `HA ports without Floating IP restore the address alone`() throws {
        let rule = Fixture.rule(
            "a",
            "192.0.2.1",
            transport: .all,
            floating: false,
            Fixture.members(1...1)
        )
        #expect(
            try plan([rule]).image.replies == [
                key("10.0.0.1", 0, 0): entry("192.0.2.1", rule: 1, 0)
            ]
        )
    }

    @Test func `a floating rule that changes the port restores it at the frontend`() throws {
        let rule = Fixture.rule("a", "192.0.2.1", port: 443, to: 8443, Fixture.members(1...2))
        #expect(
            try plan([rule]).image.replies == [
                key("192.0.2.1", 6, 8443): entry("192.0.2.1", rule: 1, 443)
            ]
        )
    }

    @Test func `two frontends on one member port without Floating IP are refused`() throws {
        let rules = [
            Fixture.rule("a", "192.0.2.1", to: 8443, floating: false, Fixture.members(1...2)),
            Fixture.rule("b", "192.0.2.2", to: 8443, floating: false, Fixture.members(2...3)),
        ]
        let error = try #require(throws: PlanningError.self) { try plan(rules) }
        #expect(
            error
                == .ambiguousReply(
                    first: .init(
                        rule: "/rules/a",
                        frontend: Fixture.address("192.0.2.1"),
                        port: 443
                    ),
                    second: .init(
                        rule: "/rules/b",
                        frontend: Fixture.address("192.0.2.2"),
                        port: 443
                    ),
                    source: .init(
                        address: Fixture.memberAddress(2),
                        port: 8443,
                        transport: .tcp
                    )
                )
        )
        for part in [
            "/rules/a", "/rules/b", "10.0.0.2 port 8443 over TCP", "192.0.2.1 port 443",
            "192.0.2.2 port 443", "without flow state",
        ] {
            #expect(error.description.contains(part))
        }
    }

    @Test func `the same rules work with Floating IP, other members or another transport`() throws {
        let first = Fixture.rule("a", "192.0.2.1", floating: false, Fixture.members(1...2))
        for second in [
            Fixture.rule("b", "192.0.2.2", floating: true, Fixture.members(1...2)),
            Fixture.rule("b", "192.0.2.2", floating: false, Fixture.members(3...4)),
            Fixture.rule(
                "b",
                "192.0.2.2",
                transport: .udp,
                floating: false,
                Fixture.members(1...2)
            ),
            Fixture.rule("b", "192.0.2.2", to: 444, floating: false, Fixture.members(1...2)),
        ] {
            #expect(try plan([first, second]).ruleIndices.count == 2)
        }
    }

    @Test func `two ports of a floating frontend on one backend port are refused`() {
        let changed = Fixture.rule("a", "192.0.2.1", port: 80, to: 8080, Fixture.members(1...1))
        let other = Fixture.rule("b", "192.0.2.1", port: 81, to: 8080, Fixture.members(2...2))
        let kept = Fixture.rule("c", "192.0.2.1", port: 8080, Fixture.members(2...2))
        for second in [other, kept] {
            let error = #expect(throws: PlanningError.self) { try plan([changed, second]) }
            guard case .ambiguousReply? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test func `a port beside HA ports on one member must mean the same frontend`() throws {
        let members = Fixture.members(1...1)
        let all = Fixture.rule("all", "192.0.2.1", transport: .all, floating: false, members)
        let same = Fixture.rule("web", "192.0.2.1", port: 80, floating: false, members)
        #expect(
            try plan([all, same]).image.replies == [
                key("10.0.0.1", 0, 0): entry("192.0.2.1", rule: 1, 0),
                key("10.0.0.1", 6, 80): entry("192.0.2.1", rule: 2, 80),
            ]
        )
        for different in [
            Fixture.rule("web", "192.0.2.1", port: 80, to: 8080, floating: false, members),
            Fixture.rule("web", "192.0.2.2", port: 80, floating: false, members),
            Fixture.rule("web", "192.0.2.2", transport: .all, floating: false, members),
        ] {
            let error = #expect(throws: PlanningError.self) { try plan([all, different]) }
            guard case .ambiguousReply(let first, let second, _)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect([first.rule, second.rule] == ["/rules/all", "/rules/web"])
        }
    }
}
