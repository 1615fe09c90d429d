import Resources
import Testing

struct OutboundRuleTests {
    private func rule(
        _ name: String = "out",
        of balancer: LoadBalancerText,
        transport: String = "All",
        more: String = ""
    ) -> String {
        let frontend = reference(balancer.child("frontendIPConfigurations", "fe"))
        let pool = reference(balancer.child("backendAddressPools", "pool"))
        return """
            {"name": "\(name)", "properties": {"frontendIPConfigurations": [\(frontend)],
             "backendAddressPool": \(pool), "protocol": "\(transport)" \(more)}}
            """
    }

    private func codes(ports: Int) throws -> [ValidationCode] {
        var balancer = publicBalancer()
        balancer.outboundRules = [
            rule(of: balancer, more: #", "allocatedOutboundPorts": \#(ports)"#)
        ]
        return try errorCodes(balancer.json, publicAddress())
    }

    @Test(arguments: [0, 8, 32_000])
    func `a multiple of eight ports that the frontend offers is accepted`(ports: Int) throws {
        #expect(try codes(ports: ports) == [])
    }

    @Test func `ports are a multiple of eight and within what the frontend offers`() throws {
        #expect(try codes(ports: 1_001) == [.allocatedOutboundPortsAreNotAMultipleOfEight])
        #expect(try codes(ports: 32_008) == [.allocatedOutboundPortsExceedAvailablePorts])
        #expect(try codes(ports: 64_008) == [.allocatedOutboundPortsExceedAllowedPortsPerRule])
    }

    @Test func `one frontend has one outbound rule for each protocol`() throws {
        var balancer = publicBalancer()
        balancer.outboundRules = [
            rule("a", of: balancer, transport: "Tcp"), rule("b", of: balancer, transport: "Udp"),
        ]
        #expect(try errorCodes(balancer.json, publicAddress()) == [])
        balancer.outboundRules.append(rule("c", of: balancer, transport: "All"))
        #expect(
            try errorCodes(balancer.json, publicAddress()) == [
                .moreThanOneOutboundRuleUsingSameFrontendAndProtocol
            ]
        )
    }

    @Test func `a rule on an outbound rule's frontend disables its own translation`() throws {
        var balancer = publicBalancer()
        balancer.outboundRules = [rule(of: balancer)]
        balancer.addRule("web")
        #expect(
            try errorCodes(balancer.json, publicAddress()) == [
                .ruleMustDisableSNATSinceFrontendIsReferencedByOutboundRule
            ]
        )
        balancer.rules = []
        balancer.addRule("web", more: #", "disableOutboundSnat": true"#)
        #expect(try errorCodes(balancer.json, publicAddress()) == [])
    }

    @Test func `outbound rules need public frontends`() throws {
        var balancer = internalBalancer()
        balancer.outboundRules = [rule(of: balancer)]
        #expect(try errorCodes(balancer.json) == [.invalidOutboundRule])
    }

    @Test func `outbound rules need a pool and frontends that exist`() throws {
        var balancer = publicBalancer()
        balancer.outboundRules = [#"{"name": "out", "protocol": "All"}"#]
        #expect(
            try errorCodes(balancer.json, publicAddress()) == [
                .ruleReferenceMissing, .ruleReferenceMissing,
            ]
        )
        var other = publicBalancer()
        other.name = "other"
        balancer.outboundRules = [rule(of: other)]
        #expect(
            try errorCodes(balancer.json, publicAddress()) == [
                .invalidResourceReference, .invalidResourceReference,
            ]
        )
    }

    @Test(arguments: [(3, false), (4, true), (120, true), (121, false)])
    func `the idle timeout is 4 to 120 minutes`(minutes: Int, isAccepted: Bool) throws {
        var balancer = publicBalancer()
        balancer.outboundRules = [
            rule(of: balancer, more: #", "idleTimeoutInMinutes": \#(minutes)"#)
        ]
        let codes = try errorCodes(balancer.json, publicAddress())
        #expect(codes == (isAccepted ? [] : [.idleTimeoutOutOfRange]))
    }

    @Test func `outbound rules are stored and not carried out yet`() throws {
        var balancer = publicBalancer()
        balancer.outboundRules = [rule(of: balancer)]
        #expect(
            try warningCodes(balancer.json, publicAddress()) == [.outboundRulesNotCarriedOut]
        )
    }
}
