import Addresses

extension ConfigurationValidator {
    /// Checks rules that meet at one member through different pools, load balancers or NAT rules.
    mutating func checkSharedMembers() {
        let uses = index.balancers.flatMap { $0.portUses(network: index.network) }
        var groups: [PortUse.BackendKey: [PortUse]] = [:]
        var order: [PortUse.BackendKey] = []
        for use in uses where use.kind != .inboundNatPool {
            if groups[use.backendKey] == nil { order.append(use.backendKey) }
            groups[use.backendKey, default: []].append(use)
        }
        for key in order {
            guard let group = groups[key], group.count > 1 else { continue }
            checkSharedMembers(of: group)
        }
        checkHAPortsAcrossLoadBalancers(uses.filter { $0.kind == .loadBalancing })
    }

    private mutating func checkSharedMembers(of group: [PortUse]) {
        var first: [IPAddress: PortUse] = [:]
        for use in group {
            for address in Set(use.addresses.joined()).sorted() {
                guard let earlier = first[address] else {
                    first[address] = use
                    continue
                }
                guard earlier.id != use.id, reportedPairs.insert([earlier.id, use.id]).inserted
                else { continue }
                reportSharedMember(earlier, use, address)
            }
        }
    }

    private mutating func reportSharedMember(
        _ first: PortUse,
        _ second: PortUse,
        _ address: IPAddress
    ) {
        let rules = "Load balancer rules \(first.id) and \(second.id)"
        let port = "backend port \(second.backendPort) and protocol \(second.transport.rawValue)"
        guard first.isPublic != second.isPublic else {
            return report(
                .rulesOfSameLoadBalancerTypeUseSameBackendPortProtocolAndIPConfig,
                second.id,
                in: second.source,
                "\(rules) belong to load balancers of the same type and use the same \(port) with "
                    + "the same IP configuration (\(address))."
            )
        }
        guard first.kind == .loadBalancing, second.kind == .loadBalancing, !second.isFloating else {
            return
        }
        reportSharedByTypes(first, second, port, address)
    }

    private mutating func reportSharedByTypes(
        _ first: PortUse,
        _ second: PortUse,
        _ port: String,
        _ address: IPAddress
    ) {
        let message = """
            Load balancer rules \(first.id) and \(second.id) belong to a public and an internal \
            load balancer and use \(port) of member \(address) with floating IP disabled. Azure \
            accepts this; Apus could not tell their replies apart.
            """
        report(.backendPortSharedByLoadBalancerTypes, second.id, in: second.source, message)
    }

    /// Checks HA-ports rules without Floating IP against rules of other load balancers.
    ///
    /// Azure allows no other internal load balancer on their members. A public one it allows; there
    /// the replies of any port would be ambiguous.
    private mutating func checkHAPortsAcrossLoadBalancers(_ uses: [PortUse]) {
        for rule in uses where rule.transport == .all && !rule.isFloating {
            for other in uses where other.balancer != rule.balancer {
                let isAmbiguous = other.isPublic && !other.isFloating
                guard !other.isPublic || isAmbiguous,
                    let address = rule.sharedAddress(with: other),
                    reportedPairs.insert([rule.id, other.id]).inserted
                else { continue }
                if isAmbiguous {
                    reportSharedByTypes(rule, other, "any port", address)
                    continue
                }
                let message = """
                    HA-ports rule \(rule.id) has floating IP disabled and shares member \(address) \
                    with rule \(other.id) of another internal load balancer.
                    """
                report(.haPortsRuleConflictsWithOtherRule, rule.id, in: rule.source, message)
            }
        }
    }
}
