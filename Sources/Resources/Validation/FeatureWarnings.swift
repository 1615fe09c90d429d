extension ConfigurationValidator {
    /// Names what is stored and validated, and not carried out by the data plane yet.
    ///
    /// One finding a feature, however many rules ask for it.
    mutating func warnAboutFeatures(_ balancer: IndexedLoadBalancer) {
        let resource = balancer.resource
        let rules = resource.loadBalancingRules
        let nat = resource.inboundNatRules.map(\.name) + resource.inboundNatPools.map(\.name)
        // As in Azure, where an appliance is in the path of an HA-ports rule's flows.
        let unreset = rules.filter { $0.enableTcpReset == true && $0.transport == .all }
        let features: [(ValidationCode, String, [String])] = [
            (.tcpResetNotCarriedOut, "enableTcpReset of HA-ports rules", unreset.map(\.name)),
            (.inboundNatNotCarriedOut, "Inbound NAT", nat),
            (.outboundRulesNotCarriedOut, "Outbound rules", resource.outboundRules.map(\.name)),
        ]
        for (code, feature, names) in features where !names.isEmpty {
            let message = """
                \(feature) \(Wording.list(names)) of load balancer \(resource.id): stored, and not \
                carried out yet.
                """
            report(code, resource.id, in: balancer.source, message)
        }
    }
}
