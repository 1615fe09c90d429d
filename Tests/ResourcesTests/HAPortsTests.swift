import Resources
import Testing

struct HAPortsTests {
    private func balancer(
        _ name: String = "lb",
        network: Int = 0,
        floating: Bool
    ) -> LoadBalancerText {
        var balancer = internalBalancer(name, network: network)
        balancer.addRule("all", transport: "All", port: 0, floating: floating)
        return balancer
    }

    @Test(arguments: [true, false])
    func `an HA-ports rule alone on an internal load balancer is accepted`(floating: Bool) throws {
        #expect(try errorCodes(balancer(floating: floating).json) == [])
    }

    @Test(arguments: [("All", 80, 80), ("All", 0, 80), ("Tcp", 0, 0), ("Udp", 53, 0)])
    func `protocol All goes with ports zero alone`(
        transport: String,
        port: Int,
        backendPort: Int
    ) throws {
        var balancer = internalBalancer()
        balancer.addRule("odd", transport: transport, port: port, backendPort: backendPort)
        #expect(try errorCodes(balancer.json).contains(.protocolAllRequiresHAPorts))
    }

    @Test func `HA ports are refused on public load balancers`() throws {
        var balancer = publicBalancer()
        balancer.addRule("all", transport: "All", port: 0, floating: true)
        #expect(
            try errorCodes(balancer.json, publicAddress()) == [
                .haPortsRequiresInternalStandardLoadBalancer
            ]
        )
    }

    @Test func `HA ports are refused on Basic load balancers`() throws {
        var balancer = balancer(floating: true)
        balancer.sku = #""sku": {"name": "Basic"},"#
        #expect(
            try errorCodes(balancer.json) == [.haPortsRequiresInternalStandardLoadBalancer]
        )
    }

    @Test func `an HA-ports rule without floating IP stands alone`() throws {
        var balancer = balancer(floating: false)
        balancer.addRule("web", frontend: "fe2", floating: true)
        #expect(try errorCodes(balancer.json) == [.haPortsRuleConflictsWithOtherRule])
    }

    @Test func `an HA-ports rule with floating IP stands beside floating rules`() throws {
        var balancer = balancer(floating: true)
        balancer.addRule("web", frontend: "fe", floating: true)
        #expect(try errorCodes(balancer.json) == [])
    }

    @Test func `a floating HA-ports rule shares its frontend with floating rules only`() throws {
        var balancer = balancer(floating: true)
        balancer.addRule("web", frontend: "fe", floating: false)
        #expect(try errorCodes(balancer.json) == [.haPortsRuleConflictsWithOtherRule])
    }

    @Test func `several HA-ports rules on one pool need floating IP`() throws {
        var floating = balancer(floating: true)
        floating.addRule("all2", frontend: "fe2", transport: "All", port: 0, floating: true)
        #expect(try errorCodes(floating.json) == [])
        var fixed = balancer(floating: false)
        fixed.addRule("all2", frontend: "fe2", transport: "All", port: 0)
        #expect(try errorCodes(fixed.json) == [.rulesUseSameBackendPortProtocolAndPool])
    }

    @Test func `one frontend has one HA-ports rule`() throws {
        var samePool = balancer(floating: true)
        samePool.addRule("all2", transport: "All", port: 0, floating: true)
        #expect(
            try errorCodes(samePool.json) == [
                .rulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled
            ]
        )
        var otherPool = balancer(floating: true)
        otherPool.addPool("other", ["10.0.0.9"])
        otherPool.addRule("all2", pool: "other", transport: "All", port: 0, floating: true)
        #expect(try errorCodes(otherPool.json) == [.frontendPortAlreadyInUse])
    }

    @Test func `no other internal load balancer shares members with a fixed HA-ports rule`() throws
    {
        let first = balancer("a", network: 1, floating: false)
        var second = internalBalancer("b", network: 2)
        second.addRule("web", floating: true)
        #expect(try errorCodes(first.json, second.json) == [.haPortsRuleConflictsWithOtherRule])
    }

    @Test func `replies of a fixed HA-ports rule and a public rule cannot be told apart`() throws {
        let inside = balancer("inside", floating: false)
        var outside = publicBalancer("outside")
        outside.addRule("web")
        #expect(
            try errorCodes(inside.json, outside.json, publicAddress()) == [
                .backendPortSharedByLoadBalancerTypes
            ]
        )
    }
}
