extension ConfigurationValidator {
    /// Names what is stored and validated, and not carried out by the data plane yet.
    ///
    /// One finding a feature, however many rules ask for it.
    mutating func warnAboutFeatures(_ balancer: IndexedLoadBalancer) {
        let resource = balancer.resource
        let rules = resource.loadBalancingRules
        let nat = resource.inboundNatRules.map(\.name) + resource.inboundNatPools.map(\.name)
        let drained = resource.backendAddressPools.filter { ($0.drainPeriodInSeconds ?? 0) != 0 }
        // Azure prints the default for every rule, so only another value is a wish.
        let timed = rules.filter {
            $0.idleTimeoutInMinutes ?? LoadBalancingRule.defaultIdleTimeoutInMinutes
                != LoadBalancingRule.defaultIdleTimeoutInMinutes
        }
        let features: [(ValidationCode, String, [String])] = [
            (.probesNotRun, "Health probes", resource.probes.map(\.name)),
            (
                .tcpResetNotCarriedOut, "enableTcpReset of rules",
                rules.filter { $0.enableTcpReset == true }.map(\.name)
            ),
            (.idleTimeoutNotCarriedOut, "idleTimeoutInMinutes of rules", timed.map(\.name)),
            (.inboundNatNotCarriedOut, "Inbound NAT", nat),
            (.outboundRulesNotCarriedOut, "Outbound rules", resource.outboundRules.map(\.name)),
            (.drainPeriodNotCarriedOut, "drainPeriodInSeconds of pools", drained.map(\.name)),
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
