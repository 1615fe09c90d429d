import Addresses
import PacketFormats
import Resources
import Tables

/// The frontends and transit tables.
struct FrontendPlacement {
    /// Rules and bare addresses by destination.
    private(set) var frontends: [FrontendKey: FrontendEntry] = [:]
    /// Rules of next-hop frontends by their Ethernet address.
    private(set) var transits: [TransitKey: FrontendEntry] = [:]

    /// Builds the tables.
    init(
        _ rules: [PlacedRule],
        _ input: PlanningInput,
        lookupTables: LookupTablePlacement,
        formers: FormerRulePlacement
    ) throws(PlanningError) {
        let ethernets = try Self.ethernets(rules)
        let configuration = input.configuration
        let echoing = EchoPlacement(rules, input)
        let addresses = configuration.frontends.map(\.address) + rules.map(\.rule.frontend)
        for address in addresses {
            frontends[FrontendKey(address: address.bits)] = FrontendEntry(
                hashSeed: 0,
                rule: 0,
                lookupTable: 0,
                options: echoing.options(of: address),
                backendPort: BigEndian(bits: 0),
                ethernet: ethernets[address] ?? .unknown
            )
        }
        for placed in rules {
            let rule = placed.rule
            let ethernet = ethernets[rule.frontend] ?? .unknown
            var entry = FrontendEntry(
                hashSeed: input.hashSeed,
                rule: placed.index,
                lookupTable: lookupTables.index(of: placed),
                options: rule.options,
                backendPort: rule.writtenPort,
                ethernet: ethernet,
                idleSeconds: UInt32(clamping: rule.idleTimeout.components.seconds)
            )
            if formers.formers[placed.index] != nil { entry.options.insert(.hasFormer) }
            frontends[placed.key] = entry
            if rule.isHAPorts {
                frontends[placed.key]?.options.formUnion(echoing.options(of: rule.frontend))
            }
            if rule.isNextHop { transits[TransitKey(ethernet)] = entry }
        }
    }

    /// Lets rules that this node is a member of look where their frames come from.
    mutating func mark(rulesWithLocalMember rules: Set<UInt32>) {
        guard !rules.isEmpty else { return }
        for (key, entry) in frontends where rules.contains(entry.rule) {
            frontends[key]?.options.insert(.hasLocalMember)
        }
        for (key, entry) in transits where rules.contains(entry.rule) {
            transits[key]?.options.insert(.hasLocalMember)
        }
    }

    /// The Ethernet addresses of next-hop frontends.
    private static func ethernets(
        _ rules: [PlacedRule]
    ) throws(PlanningError) -> [IPAddress: EthernetAddress] {
        var ethernets: [IPAddress: EthernetAddress] = [:]
        var owners: [EthernetAddress: IPAddress] = [:]
        for placed in rules where placed.rule.isNextHop {
            let address = placed.rule.frontend
            let ethernet = TransitAddress.ethernet(of: address.bits)
            if let other = owners.updateValue(address, forKey: ethernet) {
                throw .sameTransitAddress(first: other, second: address, ethernet: ethernet)
            }
            ethernets[address] = ethernet
        }
        return ethernets
    }
}
