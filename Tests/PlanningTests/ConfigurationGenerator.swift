import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import TestSupport

/// A configuration that changes at random, a little at a time as operators change theirs.
struct ConfigurationGenerator {
    private var random: SeededGenerator
    private var pools: [[ResolvedMember]]
    private var frontends: [String: [ResolvedRule]] = [:]
    private var deliveries: [IPAddress: MemberDelivery] = [:]
    private let members = 1...9
    private let addresses = [
        "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "2001:db8::1", "2001:db8::2",
    ]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        pools = [[], [], []]
        for number in members { changeDelivery(number) }
    }

    /// A number below `count`.
    mutating func number(below count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    /// True once in `count`.
    mutating func oneIn(_ count: Int) -> Bool { number(below: count) == 0 }

    /// Changes something and gives the input that comes of it.
    mutating func next(present: TableImage) -> PlanningInput {
        for index in pools.indices where oneIn(3) { changePool(index) }
        for address in addresses where oneIn(4) { changeFrontend(address) }
        for member in members where oneIn(8) { changeDelivery(member) }
        let configured = frontends.sorted { $0.key < $1.key }
        return PlanningInput(
            configuration: ForwardingConfiguration(
                frontends: configured.map { Fixture.frontend($0.key) },
                rules: configured.flatMap(\.value).map { withPool($0) }
            ),
            interfaces: [Fixture.interface],
            deliveries: deliveries,
            hashSeed: Fixture.seed,
            present: present
        )
    }

    /// The rule with the members of its pool; until here it has as many as its pool's number.
    private func withPool(_ rule: ResolvedRule) -> ResolvedRule {
        var rule = rule
        rule.members = pools[rule.members.count]
        return rule
    }

    private mutating func changePool(_ index: Int) {
        if oneIn(6) {
            pools[index] = pools[number(below: pools.count)]
            return
        }
        pools[index] = members.filter { _ in oneIn(3) }.map {
            Fixture.member($0, oneIn(4) ? .down : .none)
        }
    }

    private mutating func changeDelivery(_ member: Int) {
        let interface = UInt32(3 + number(below: 2))
        let destination = Fixture.ethernet(UInt16(100 + number(below: 1000)))
        deliveries[Fixture.memberAddress(member)] =
            oneIn(4)
            ? .unresolved(interface: interface, source: Fixture.ethernet(1))
            : .resolved(
                interface: interface,
                source: Fixture.ethernet(1),
                destination: destination,
                vlan: 0
            )
    }

    private mutating func changeFrontend(_ address: String) {
        if oneIn(4) {
            frontends[address] = nil
            return
        }
        var rules: [ResolvedRule] = []
        for _ in 0..<number(below: 4) {
            let rule = anyRule(address)
            let isNew = !rules.contains {
                $0.transport == rule.transport && $0.frontendPort == rule.frontendPort
            }
            if isNew { rules.append(rule) }
        }
        frontends[address] = rules
    }

    /// A rule that has as many members as its pool's number.
    private mutating func anyRule(_ address: String) -> ResolvedRule {
        let transport = TransportProtocol.allCases[number(below: 3)]
        let port = UInt16(80 + number(below: 3))
        let isFloating = transport == .all || !oneIn(3)
        let place = UInt16(addresses.firstIndex(of: address) ?? 0)
        let ownPort = 1000 * (place + 1) + port
        return Fixture.rule(
            "\(address)/\(transport)/\(port)",
            address,
            transport: transport,
            port: port,
            to: transport == .all ? 0 : isFloating && !oneIn(5) ? port : ownPort,
            distribution: LoadDistribution.allCases[number(below: 3)],
            floating: isFloating,
            Fixture.members(0..<number(below: pools.count))
        )
    }
}
