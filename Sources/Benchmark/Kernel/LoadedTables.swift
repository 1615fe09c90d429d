import Addresses
import BPF
import PacketFormats
import PacketProgram
import Planning
import Resources
import TableStorage

/// The packet program over maps that were filled as the daemon fills them.
struct LoadedTables {
    let maps: ForwardingMaps
    let program: LoadedProgram

    /// Makes maps, writes an image into them and loads the program over them.
    init(_ image: TableImage) throws {
        maps = try ForwardingMaps.create()
        try maps.load(image)
        program = try PacketProgram.load(maps: maps.handles)
    }

    /// The frontends of `rules`, by what is measured with them.
    enum Frontend {
        static let floating = BenchmarkNetwork.ipv4(0xc000_026e)
        static let tracked = BenchmarkNetwork.ipv4(0xc000_0273)
        static let translated = BenchmarkNetwork.ipv4(0xc000_0267)
        static let unsettled = BenchmarkNetwork.ipv4(0xc000_0272)
        static let floating6 = IPAddress(
            bits: .init(high: UInt64(0x2001_0db8_0002_0000).bigEndian, low: UInt64(1).bigEndian)
        )
    }

    /// One rule of each kind, with two members each; all slots of one rule are unsettled.
    static func rulesOfEachKind() throws(PlanningError) -> TableImage {
        let network = BenchmarkNetwork.testRun
        let before = BenchmarkNetwork.members([1], .ipv4, .down) + BenchmarkNetwork.members([2])
        let after = BenchmarkNetwork.members([1]) + BenchmarkNetwork.members([2], .ipv4, .down)
        let present = try network.plan(kinds(unsettled: before)).image
        return try network.plan(kinds(unsettled: after), present: present).image
    }

    private static func kinds(unsettled: [ResolvedMember]) -> [ResolvedRule] {
        let two = BenchmarkNetwork.members(1...2)
        return [
            BenchmarkNetwork.rule(Frontend.floating, two),
            BenchmarkNetwork.rule(Frontend.floating, two, .udp),
            BenchmarkNetwork.rule(Frontend.floating6, BenchmarkNetwork.members(1...2, .ipv6)),
            BenchmarkNetwork.rule(Frontend.tracked, two, tracksFlows: true),
            BenchmarkNetwork.rule(
                Frontend.translated,
                BenchmarkNetwork.members(3...4),
                to: 8443
            ),
            BenchmarkNetwork.rule(Frontend.unsettled, unsettled),
        ]
    }

    /// The frontends and rules that Azure allows a load balancer.
    static let frontendCount = 600
    static let ruleCount = 1500

    /// Where a packet for a rule of `manyRules` goes.
    static func place(ofRule rule: Int) -> (address: UInt32, port: UInt16) {
        let address = 0xc612_0000 + UInt32(rule % frontendCount)
        return (address, UInt16(1000 + rule / frontendCount))
    }

    /// All the rules that a load balancer may have, over 60 pools of 8 members.
    static func manyRules() throws(PlanningError) -> TableImage {
        let rules = (0..<ruleCount).map { number in
            let place = place(ofRule: number)
            let first = 100 + 8 * (number % 60)
            return BenchmarkNetwork.rule(
                BenchmarkNetwork.ipv4(place.address),
                BenchmarkNetwork.members(first..<(first + 8)),
                port: place.port
            )
        }
        return try BenchmarkNetwork.testRun.plan(rules).image
    }

    /// One rule of those, alone.
    static func oneRule() throws(PlanningError) -> TableImage {
        let place = place(ofRule: 0)
        return try BenchmarkNetwork.testRun.plan(
            [
                BenchmarkNetwork.rule(
                    BenchmarkNetwork.ipv4(place.address),
                    BenchmarkNetwork.members(100..<108),
                    port: place.port
                )
            ]
        ).image
    }
}
