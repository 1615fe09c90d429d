import Resources
import Testing

/// The founding text's rule: a backend port is used again only with Floating IP.
struct BackendPortTests {
    @Test func `two rules without floating IP cannot use one backend port`() throws {
        var balancer = internalBalancer()
        balancer.addRule("site-a", frontend: "fe")
        balancer.addRule("site-b", frontend: "fe2")
        let findings = try errors(balancer.json)
        #expect(findings.map(\.code) == [.rulesUseSameBackendPortProtocolAndPool])
        let finding = try #require(findings.first)
        #expect(finding.target == balancer.child("loadBalancingRules", "site-b"))
        #expect(finding.source == "0.json")
        #expect(
            finding.message == """
                Load balancing rules \(balancer.child("loadBalancingRules", "site-a")) and \
                \(balancer.child("loadBalancingRules", "site-b")) with floating IP disabled use \
                the same protocol Tcp and backend port 443, and must not be used with the same \
                backend address pool \(balancer.child("backendAddressPools", "pool")).
                """
        )
    }

    @Test func `two floating rules on different frontends can use one backend port`() throws {
        var balancer = internalBalancer()
        balancer.addRule("site-a", frontend: "fe", floating: true)
        balancer.addRule("site-b", frontend: "fe2", floating: true)
        #expect(try errorCodes(balancer.json) == [])
    }

    @Test func `two floating rules on one frontend cannot use one backend port`() throws {
        var balancer = internalBalancer()
        balancer.addRule("site-a", port: 443, backendPort: 8443, floating: true)
        balancer.addRule("site-b", port: 444, backendPort: 8443, floating: true)
        let findings = try errors(balancer.json)
        #expect(
            findings.map(\.code) == [
                .rulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled
            ]
        )
        let frontend = balancer.child("frontendIPConfigurations", "fe")
        #expect(findings.first?.message.contains("and frontend IP \(frontend)") == true)
    }

    @Test func `floating IP on one of the two rules is enough`() throws {
        var balancer = internalBalancer()
        balancer.addRule("site-a", frontend: "fe", floating: true)
        balancer.addRule("site-b", frontend: "fe2", floating: false)
        #expect(try errorCodes(balancer.json) == [])
    }

    @Test func `TCP and UDP can use one backend port without floating IP`() throws {
        var balancer = internalBalancer()
        balancer.addRule("dns-tcp", transport: "Tcp", port: 53)
        balancer.addRule("dns-udp", transport: "Udp", port: 53)
        #expect(try errorCodes(balancer.json) == [])
    }

    @Test func `pools without a common member can use one backend port`() throws {
        var balancer = internalBalancer()
        balancer.addPool("other", ["10.0.0.6"])
        balancer.addRule("site-a", frontend: "fe")
        balancer.addRule("site-b", frontend: "fe2", pool: "other")
        #expect(try errorCodes(balancer.json) == [])
    }

    @Test func `a backend port that is not written is the frontend port`() throws {
        var balancer = internalBalancer()
        balancer.addRule("written", frontend: "fe", port: 8443, backendPort: 443)
        let frontend = balancer.child("frontendIPConfigurations", "fe2")
        balancer.rules.append(
            """
            {"name": "unwritten", "properties": {"protocol": "Tcp", "frontendPort": 443,
             "frontendIPConfiguration": \(reference(frontend)), "backendAddressPools":
             [\(reference(balancer.child("backendAddressPools", "pool")))]}}
            """
        )
        #expect(try errorCodes(balancer.json) == [.rulesUseSameBackendPortProtocolAndPool])
    }

    @Test func `every rule that repeats the first one is named`() throws {
        var balancer = internalBalancer()
        for port in 1...4 { balancer.addRule("r\(port)", port: port, backendPort: 80) }
        let findings = try errors(balancer.json)
        #expect(findings.count == 3)
        #expect(findings.allSatisfy { $0.code == .rulesUseSameBackendPortProtocolAndPool })
    }
}
