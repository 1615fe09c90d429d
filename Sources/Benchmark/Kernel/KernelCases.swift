import BPF
import TestSupport

/// Everything that the kernel harness measures, with names that its figures find it by.
struct KernelCases {
    /// The counts of flows, in random order.
    static let flowCounts = [1, 1000, 100_000, 500_000]
    /// The count of flows of every other case.
    static let steadyFlows = 1000

    /// All cases.
    let all: [KernelCase]

    init(bare: LoadedProgram, kinds: LoadedTables, single: LoadedTables, many: LoadedTables) {
        let floor = KernelCase(
            name: Name.bare,
            program: bare,
            flow: TestFlow(
                TestFlow.packet(to: LoadedTables.Frontend.floating),
                flows: Self.steadyFlows
            )
        )
        let counts = Self.flowCounts.flatMap { flows in
            [Self.settled(kinds, flows: flows), Self.tracked(kinds, flows: flows)]
        }
        all = [floor] + counts + Self.others(kinds) + Self.loaded(single, many)
    }

    /// What the cases are called.
    enum Name {
        static let bare = "bare"
        static func settled(_ flows: Int) -> String { "settled \(flows)" }
        static func tracked(_ flows: Int) -> String { "tracked \(flows)" }
        static let ipv6 = "IPv6"
        static let translated = "destination NAT"
        static let unsettled = "unsettled slots"
        static let firstFragments = "first fragments"
        static let laterFragments = "later fragments"
        static let others = [ipv6, translated, unsettled, firstFragments, laterFragments]
        static let oneRule = "one rule"
        static let manyOneUsed = "1,500 rules, packets to one"
        static let manyAllUsed = "1,500 rules, packets to all"
    }

    /// Packets of flows through settled slots.
    static func settled(_ tables: LoadedTables, flows: Int) -> KernelCase {
        KernelCase(
            name: Name.settled(flows),
            program: tables.program,
            flow: TestFlow(TestFlow.packet(to: LoadedTables.Frontend.floating), flows: flows)
        )
    }

    /// Packets of the same flows through a rule that tracks every flow.
    static func tracked(_ tables: LoadedTables, flows: Int) -> KernelCase {
        KernelCase(
            name: Name.tracked(flows),
            program: tables.program,
            flow: TestFlow(TestFlow.packet(to: LoadedTables.Frontend.tracked), flows: flows)
        )
    }

    private static func others(_ tables: LoadedTables) -> [KernelCase] {
        let datagram = TestFlow.packet(
            to: LoadedTables.Frontend.floating,
            .udp(source: 1024, destination: 443, hasChecksum: false)
        )
        // More fragments follow; and what lies 16 bytes further on in the datagram.
        let first = datagram.with(\.fragment, 0x2000)
        let later = datagram.with(\.transport, .other(17)).with(\.fragment, 0x0002)
        let packets = [
            (Name.ipv6, TestFlow.packet(to: LoadedTables.Frontend.floating6)),
            (Name.translated, TestFlow.packet(to: LoadedTables.Frontend.translated)),
            (Name.unsettled, TestFlow.packet(to: LoadedTables.Frontend.unsettled)),
            (Name.firstFragments, first),
            (Name.laterFragments, later),
        ]
        return packets.map { name, packet in
            KernelCase(
                name: name,
                program: tables.program,
                flow: TestFlow(packet, flows: steadyFlows)
            )
        }
    }

    private static func loaded(_ single: LoadedTables, _ many: LoadedTables) -> [KernelCase] {
        let place = LoadedTables.place(ofRule: 0)
        let packet = TestFlow.packet(
            to: BenchmarkNetwork.ipv4(place.address),
            .tcp(source: 1024, destination: place.port, flags: 0x10)
        )
        let flow = TestFlow(packet, flows: steadyFlows)
        var spread = flow
        spread.rules = LoadedTables.ruleCount
        return [
            KernelCase(name: Name.oneRule, program: single.program, flow: flow),
            KernelCase(name: Name.manyOneUsed, program: many.program, flow: flow),
            KernelCase(name: Name.manyAllUsed, program: many.program, flow: spread),
        ]
    }
}
