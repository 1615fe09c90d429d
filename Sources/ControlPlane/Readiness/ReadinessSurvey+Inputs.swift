import Addresses
import Linux
import PacketFormats
import Planning
import Probing
import Readiness
import Resources
import Tables

extension ReadinessSurvey {
    /// The time between rounds for a rule without a probe.
    private static let defaultInterval: Duration = .seconds(5)

    /// Works out what to ask of a configuration on the host's network.
    init(_ basis: SurveyBasis) {
        let (inputs, network) = (basis.inputs, basis.network)
        let configuration = inputs.configuration
        interfaces = Set(basis.nodeInterfaces.compactMap { network.interface(named: $0)?.index })
        let nextHops = Set(configuration.rules.filter(\.isNextHop).map(\.frontend))
        own = Set(network.interfaces.map(\.ethernetAddress)).union(
            nextHops.map { TransitAddress.ethernet(of: $0.bits) }
        )
        for (member, delivery) in inputs.deliveries {
            guard case .resolved(_, _, let ethernet, _) = delivery else { continue }
            members[ethernet, default: []].insert(member)
        }
        addPlaces(Set(configuration.frontends.map(\.address)), network)
        let probes = Dictionary(
            configuration.probes.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let near = NodeAddresses(network, interfaces: interfaces, far: basis.sources)
        addOwned(configuration.rules)
        for rule in configuration.rules where rule.isFloatingIPEnabled {
            for member in rule.members where !member.isDraining {
                add(rule, member, rule.probe.flatMap { probes[$0] }, inputs, near)
            }
        }
    }

    /// Works out what each machine must own.
    ///
    /// The addresses of one machine share it: they are one guest.
    private mutating func addOwned(_ rules: [ResolvedRule]) {
        let lists = PlaceLists(rules.filter(\.isFloatingIPEnabled))
        owned = lists.all
        for addresses in members.values where addresses.count > 1 {
            let all = lists.joined(addresses.sorted())
            for address in addresses where owned[address] != nil { owned[address] = all }
        }
    }

    private mutating func add(
        _ rule: ResolvedRule,
        _ member: ResolvedMember,
        _ probe: ResolvedProbe?,
        _ inputs: PlannedInputs,
        _ node: NodeAddresses
    ) {
        let address = member.address
        let subject = RuleMember(rule: rule.id, address: address)
        var target = ReadinessTarget(
            subject: subject,
            frontend: rule.frontend,
            transport: rule.transport,
            port: rule.backendPort,
            probePort: probe?.port,
            interval: probe?.interval ?? Self.defaultInterval,
            path: ReadinessPath(
                interface: 0,
                source: .unknown,
                destination: .unknown,
                near: address
            )
        )
        switch inputs.deliveries[address] {
        case .resolved(let interface, let source, let destination, _):
            guard let near = node.near(address, on: interface) else { return }
            target.path = ReadinessPath(
                interface: interface,
                source: source,
                destination: destination,
                near: near,
                far: node.far(address, on: interface)
            )
            guard targets.count < ReadinessSurveyor.limit else {
                unasked += 1
                return
            }
            targets.append(target)
        case .local:
            known[subject] = node.has(rule.frontend, target)
        case .unresolved, nil:
            known[subject] = ReadinessFinding(
                ReadinessEvidence(),
                of: target,
                owning: owned[address] ?? OwnedAddresses([])
            )
        }
    }

    private mutating func addPlaces(_ frontends: Set<IPAddress>, _ network: NetworkSnapshot) {
        for interface in network.interfaces where interfaces.contains(interface.index) {
            let addresses = network.addresses.filter { $0.interface == interface.index }
            for frontend in frontends {
                // Only there does anybody ask for it.
                guard
                    let asker = addresses.first(where: {
                        $0.prefix?.contains(frontend) == true && $0.address != frontend
                    })
                else { continue }
                let question = AddressQuestion(
                    address: frontend,
                    asker: asker.address,
                    ethernet: interface.ethernetAddress
                )
                places.insert(ClaimWatch.Place(question: question, interface: interface.index))
            }
        }
    }
}
