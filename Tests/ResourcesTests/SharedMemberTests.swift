import Resources
import Testing

struct SharedMemberTests {
    private let refusal = ValidationCode
        .rulesOfSameLoadBalancerTypeUseSameBackendPortProtocolAndIPConfig

    @Test func `two internal load balancers cannot share a backend port of a member`() throws {
        var first = internalBalancer("a", network: 1)
        var second = internalBalancer("b", network: 2)
        first.addRule("web")
        second.addRule("web")
        let findings = try errors(first.json, second.json)
        #expect(findings.map(\.code) == [refusal])
        #expect(findings.first?.source == "1.json")
    }

    @Test func `two internal load balancers can share a backend port with floating IP`() throws {
        var first = internalBalancer("a", network: 1)
        var second = internalBalancer("b", network: 2)
        first.addRule("web", floating: true)
        second.addRule("web", floating: true)
        #expect(try errorCodes(first.json, second.json) == [])
    }

    @Test func `two pools of one load balancer with a common member count as one`() throws {
        var balancer = internalBalancer()
        balancer.addPool("other", ["10.0.0.5", "10.0.0.6"])
        balancer.addRule("site-a", frontend: "fe")
        balancer.addRule("site-b", frontend: "fe2", pool: "other")
        #expect(try errorCodes(balancer.json) == [refusal])
    }

    @Test func `floating rules of one frontend cannot meet at a member through two pools`() throws {
        var balancer = internalBalancer()
        balancer.addPool("other", ["10.0.0.5"])
        balancer.addRule("a", port: 1, backendPort: 80, floating: true)
        balancer.addRule("b", pool: "other", port: 2, backendPort: 80, floating: true)
        #expect(try errorCodes(balancer.json) == [refusal])
    }

    @Test func `a public and an internal load balancer cannot share a reply's key`() throws {
        var inside = internalBalancer("inside")
        var outside = publicBalancer("outside")
        inside.addRule("web")
        outside.addRule("web")
        let documents = (inside.json, outside.json, publicAddress())
        #expect(
            try errorCodes(documents.0, documents.1, documents.2) == [
                .backendPortSharedByLoadBalancerTypes
            ]
        )
    }

    @Test func `a public and an internal load balancer can share members with floating IP`() throws
    {
        var inside = internalBalancer("inside")
        var outside = publicBalancer("outside")
        inside.addRule("web", floating: true)
        outside.addRule("web")
        #expect(try errorCodes(inside.json, outside.json, publicAddress()) == [])
    }

    @Test func `an inbound NAT rule cannot share a backend port with a rule`() throws {
        var balancer = internalBalancer()
        balancer.addRule("rdp", port: 3389)
        let frontend = reference(balancer.child("frontendIPConfigurations", "fe2"))
        balancer.inboundNatRules = [
            """
            {"name": "admin", "properties": {"frontendIPConfiguration": \(frontend),
             "protocol": "Tcp", "frontendPort": 50001, "backendPort": 3389}}
            """
        ]
        let rule = balancer.child("inboundNatRules", "admin")
        let nic = networkInterface("nic", ["10.0.0.4"], natRules: [rule])
        #expect(try errorCodes(balancer.json, nic) == [refusal])
        let other = networkInterface("nic", ["10.0.0.9"], natRules: [rule])
        #expect(try errorCodes(balancer.json, other) == [])
    }
}
