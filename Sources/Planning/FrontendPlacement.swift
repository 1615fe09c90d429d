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
        _ configuration: ForwardingConfiguration,
        _ rules: [PlacedRule],
        lookupTables: LookupTablePlacement,
        hashSeed: UInt64
    ) throws(PlanningError) {
        let ethernets = try Self.ethernets(rules)
        let echoing = Self.echoing(configuration, rules)
        let addresses = configuration.frontends.map(\.address) + rules.map(\.rule.frontend)
        for address in addresses {
            frontends[FrontendKey(address: address.bits)] = FrontendEntry(
                hashSeed: 0,
                rule: 0,
                lookupTable: 0,
                options: echoing.contains(address) ? .answersEcho : [],
                backendPort: BigEndian(bits: 0),
                ethernet: ethernets[address] ?? .unknown
            )
        }
        for placed in rules {
            let rule = placed.rule
            let ethernet = ethernets[rule.frontend] ?? .unknown
            let entry = FrontendEntry(
                hashSeed: hashSeed,
                rule: placed.index,
                lookupTable: lookupTables.index(of: placed),
                options: rule.options,
                backendPort: rule.writtenPort,
                ethernet: ethernet,
                idleSeconds: UInt32(clamping: rule.idleTimeout.components.seconds)
            )
            frontends[placed.key] = entry
            if rule.isHAPorts, echoing.contains(rule.frontend) {
                frontends[placed.key]?.options.insert(.answersEcho)
            }
            if rule.isNextHop { transits[TransitKey(ethernet)] = entry }
        }
    }

    /// The addresses that answer echo requests: public ones with a member for new flows, as Azure's
    /// do; an internal frontend stays silent there.
    private static func echoing(
        _ configuration: ForwardingConfiguration,
        _ rules: [PlacedRule]
    ) -> Set<IPAddress> {
        let publicAddresses = configuration.frontends.filter(\.isPublic).map(\.address)
        let served = rules.map(\.rule).filter { rule in
            rule.members.contains { $0.adminState != .down }
        }
        return Set(publicAddresses).intersection(served.map(\.frontend))
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
