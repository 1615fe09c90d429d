import Addresses
import PacketFormats
import Planning
import Tables

extension FixtureWorld {
    private static let seed: UInt64 = 0x0a90_5000_0000_0001
    private static let fiveTuple: RuleOptions = [.hasRule, .hashesPorts, .hashesTransport]
    private static let floating: RuleOptions = fiveTuple.union(.floatingIP)

    private static func entry(
        _ rule: UInt32,
        table: UInt32,
        _ options: RuleOptions,
        port: UInt16 = 0,
        ethernet: EthernetAddress = .unknown
    ) -> FrontendEntry {
        FrontendEntry(
            hashSeed: seed,
            rule: rule,
            lookupTable: table,
            options: options,
            backendPort: BigEndian(port),
            ethernet: ethernet
        )
    }

    private static func add(
        _ image: inout TableImage,
        _ text: String,
        _ transport: UInt8,
        _ port: UInt16,
        _ entry: FrontendEntry
    ) {
        let address = address(text).bits
        let bare = FrontendKey(address: address)
        if image.frontends[bare] == nil { image.frontends[bare] = self.entry(0, table: 0, []) }
        let key = FrontendKey(address: address, port: BigEndian(port), transport: transport)
        image.frontends[key] = entry
    }

    static func addFloatingRules(_ image: inout TableImage) {
        add(&image, "192.0.2.100", 6, 443, entry(Rule.tcp, table: 1, floating, port: 443))
        add(&image, "192.0.2.100", 17, 53, entry(Rule.udp, table: 2, floating, port: 53))
        add(&image, "2001:db8::100", 6, 443, entry(Rule.tcp6, table: 1, floating, port: 443))
        add(&image, "2001:db8::100", 17, 53, entry(Rule.udp6, table: 2, floating, port: 53))
        add(&image, "192.0.2.102", 6, 443, entry(Rule.reuse, table: 1, floating, port: 443))
        add(&image, "192.0.2.104", 6, 443, entry(Rule.empty, table: 8, floating, port: 443))
        add(&image, "192.0.2.105", 6, 443, entry(Rule.unloaded, table: 99, floating, port: 443))
        let elsewhere = entry(Rule.elsewhere, table: 4, floating, port: 443)
        add(&image, "192.0.2.106", 6, 443, elsewhere)
        add(&image, "192.0.2.106", 17, 443, elsewhere)
        add(&image, "2001:db8::106", 6, 443, elsewhere)
        add(&image, "192.0.2.107", 6, 443, entry(Rule.unresolved, table: 5, floating, port: 443))
        add(&image, "192.0.2.111", 6, 443, entry(Rule.portChange, table: 1, floating, port: 8443))
        add(&image, "192.0.2.113", 6, 443, entry(Rule.tagged, table: 9, floating, port: 443))
        let changed = ReplyKey(
            address: address("192.0.2.111").bits,
            port: BigEndian(8443),
            transport: 6
        )
        image.replies[changed] = reply("192.0.2.111", Rule.portChange, 443)
    }

    static func addDistributionRules(_ image: inout TableImage) {
        let source: RuleOptions = [.hasRule, .floatingIP]
        let byProtocol = source.union(.hashesTransport)
        for transport in [UInt8(6), 17] {
            let two = (entry(Rule.sourceIP, table: 7, source, port: 443))
            add(&image, "192.0.2.108", transport, 443, two)
            let three = entry(Rule.sourceIPProtocol, table: 7, byProtocol, port: 443)
            add(&image, "192.0.2.109", transport, 443, three)
        }
        for transport in [UInt8(6), 17] {
            let moving = entry(Rule.unsettled, table: 10, floating, port: 443)
            add(&image, "192.0.2.114", transport, 443, moving)
            let options = floating.union(.tracksFlows)
            let tracked = entry(Rule.tracked, table: 7, options, port: 443)
            add(&image, "192.0.2.115", transport, 443, tracked)
        }
        add(&image, "192.0.2.110", 6, 443, entry(Rule.spread, table: 7, floating, port: 443))
    }

    /// A rule that this node is a member of.
    static func addLocalMember(_ image: inout TableImage) {
        let options = floating.union(.hasLocalMember)
        add(&image, "192.0.2.117", 6, 443, entry(Rule.local, table: 11, options, port: 443))
        image.memberLinks[MemberLinkKey(rule: Rule.local, ethernet: member(1))] = 1
    }

    /// A rule that was floating a moment ago, to another member, and is not any more.
    static func addChangedRule(_ image: inout TableImage) {
        let options = fiveTuple.union(.hasFormer)
        add(&image, "192.0.2.118", 6, 443, entry(Rule.changed, table: 1, options, port: 8080))
        image.formerRules[Rule.changed] = entry(Rule.changed, table: 2, floating, port: 443)
    }

    static func addTranslatedRules(_ image: inout TableImage) {
        let tcp = entry(Rule.translated, table: 1, fiveTuple, port: 8080)
        add(&image, "192.0.2.103", 6, 80, tcp)
        let udp = entry(Rule.translatedUDP, table: 1, fiveTuple, port: 8080)
        add(&image, "192.0.2.103", 17, 80, udp)
        let tcp6 = entry(Rule.translated6, table: 3, fiveTuple, port: 8080)
        add(&image, "2001:db8::103", 6, 80, tcp6)
        add(&image, "192.0.2.112", 0, 0, entry(Rule.translatedAll, table: 2, fiveTuple))
        let replies: [(UInt8, UInt16, UInt8, ReplyEntry)] = [
            (1, 8080, 6, reply("192.0.2.103", Rule.translated, 80)),
            (1, 8080, 17, reply("192.0.2.103", Rule.translatedUDP, 80)),
            (3, 8080, 6, reply("2001:db8::103", Rule.translated6, 80)),
            (2, 0, 0, reply("192.0.2.112", Rule.translatedAll, 0)),
        ]
        for (member, port, transport, entry) in replies {
            let address = memberAddress(member).bits
            let key = ReplyKey(address: address, port: BigEndian(port), transport: transport)
            image.replies[key] = entry
        }
        for node in ["192.0.2.2", "2001:db8::2"] {
            image.replies[ReplyKey(node: address(node).bits)] = .node
        }
    }

    private static func reply(_ frontend: String, _ rule: UInt32, _ port: UInt16) -> ReplyEntry {
        ReplyEntry(address: address(frontend).bits, rule: rule, port: BigEndian(port))
    }

    static func addAppliances(_ image: inout TableImage) {
        let options = floating.union(.symmetric)
        let frontends = [("192.0.2.101", Rule.appliance), ("2001:db8::101", Rule.appliance6)]
        for (text, rule) in frontends {
            let ethernet = TransitAddress.ethernet(of: address(text).bits)
            let value = entry(rule, table: 7, options, ethernet: ethernet)
            add(&image, text, 0, 0, value)
            image.transits[TransitKey(ethernet)] = value
        }
    }

    /// Lets frontends answer echo requests: floating ones, and a next hop.
    static func addEcho(_ image: inout TableImage) {
        for text in ["192.0.2.100", "2001:db8::100", "192.0.2.101"] {
            image.frontends[FrontendKey(address: address(text).bits)]?.options.insert(.answersEcho)
        }
        for text in ["192.0.2.116", "2001:db8::116"] {
            add(&image, text, 6, 443, entry(Rule.down, table: 8, floating, port: 443))
            let bare = FrontendKey(address: address(text).bits)
            image.frontends[bare]?.options.insert(.reportsUnreachable)
        }
    }
}
