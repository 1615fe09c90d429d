import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import Testing

@Suite struct `The order of edits` {
    private let rules = [
        Fixture.rule("nva", "192.0.2.1", transport: .all, Fixture.members(1...1)),
        Fixture.rule("web", "192.0.2.1", port: 80, Fixture.members(1...2)),
        Fixture.rule(
            "api",
            "192.0.2.2",
            port: 81,
            to: 8081,
            floating: false,
            Fixture.members(1...2)
        ),
    ]

    @Test func `what an entry needs comes before it`() throws {
        let plan = try plan(rules)
        let image = plan.image
        let bare = [Fixture.key("192.0.2.1"), Fixture.key("192.0.2.2")]
        let web = Fixture.key("192.0.2.1", 6, 80)
        let api = Fixture.key("192.0.2.2", 6, 81)
        let transit = TransitKey(TransitAddress.ethernet(of: bare[0].address))
        let replies = (1...2).map {
            ReplyKey(
                address: Fixture.memberAddress($0).bits,
                port: BigEndian(8081),
                transport: 6
            )
        }
        let expected: [TableEdit] = [
            .resetCounters(rule: 1), .resetCounters(rule: 2), .resetCounters(rule: 3),
            .setInterface(index: 3, try #require(image.interfaces[3])),
            .addEgress(interface: 3),
            .setBackend(index: 1, try #require(image.backends[1])),
            .setBackend(index: 2, try #require(image.backends[2])),
            .setReply(replies[0], try #require(image.replies[replies[0]])),
            .setReply(replies[1], try #require(image.replies[replies[1]])),
            .setLookupTable(index: 0, try #require(image.lookupTables[0])),
            .setLookupTable(index: 1, try #require(image.lookupTables[1])),
            .setTransit(transit, try #require(image.transits[transit])),
            .setFrontend(bare[0], try #require(image.frontends[bare[0]])),
            .setFrontend(web, try #require(image.frontends[web])),
            .setFrontend(bare[1], try #require(image.frontends[bare[1]])),
            .setFrontend(api, try #require(image.frontends[api])),
        ]
        #expect(plan.edits == expected)
        let removals: [TableEdit] = [
            .removeFrontend(api), .removeFrontend(bare[1]), .removeFrontend(web),
            .removeFrontend(bare[0]), .removeTransit(transit), .removeLookupTable(index: 1),
            .removeLookupTable(index: 0), .removeReply(replies[1]), .removeReply(replies[0]),
            .removeBackend(index: 2), .removeBackend(index: 1), .removeEgress(interface: 3),
            .removeInterface(index: 3),
        ]
        #expect(image.edits(toReach: TableImage()) == removals)
    }

    @Test func `edits one by one make the image`() throws {
        let image = try plan(rules).image
        let made = image.edits(toReach: image) + TableImage().edits(toReach: image)
        #expect(made.reduce(TableImage()) { $0.applying($1) } == image)
        let gone = image.edits(toReach: TableImage())
        #expect(gone.reduce(image) { $0.applying($1) } == TableImage())
    }

    @Test func `equal images give no edits`() throws {
        let image = try plan(rules).image
        #expect(image.edits(toReach: image) == [])
        #expect(TableImage().edits(toReach: TableImage()) == [])
    }

    @Test func `a counter that is in use is not reset`() throws {
        let first = try plan(Array(rules.prefix(2))).image
        let resets = try plan(rules, present: first).edits.filter {
            if case .resetCounters = $0 { true } else { false }
        }
        #expect(resets == [.resetCounters(rule: 3)])
    }
}
