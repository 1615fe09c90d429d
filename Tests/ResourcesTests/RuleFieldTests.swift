import Resources
import Testing

struct RuleFieldTests {
    @Test(arguments: [
        (1, 1, true), (65_534, 65_535, true), (65_535, 80, false), (80, 65_536, false),
    ])
    func `ports are in their ranges`(port: Int, backendPort: Int, isAccepted: Bool) throws {
        var balancer = internalBalancer()
        balancer.addRule("web", port: port, backendPort: backendPort)
        #expect(try errorCodes(balancer.json) == (isAccepted ? [] : [.portOutOfRange]))
    }

    @Test(arguments: [(3, false), (4, true), (100, true), (101, false)])
    func `the idle timeout is 4 to 100 minutes`(minutes: Int, isAccepted: Bool) throws {
        var balancer = internalBalancer()
        balancer.addRule("web", more: #", "idleTimeoutInMinutes": \#(minutes)"#)
        #expect(try errorCodes(balancer.json) == (isAccepted ? [] : [.idleTimeoutOutOfRange]))
    }

    @Test func `references to children that do not exist are refused one by one`() throws {
        var balancer = internalBalancer()
        let probe = reference(balancer.child("probes", "gone"))
        balancer.addRule("web", frontend: "gone", pool: "gone", more: #", "probe": \#(probe)"#)
        let findings = try errors(balancer.json)
        #expect(findings.map(\.code) == Array(repeating: .invalidResourceReference, count: 3))
        #expect(
            findings.first?.message == """
                Resource \(balancer.child("frontendIPConfigurations", "gone")) referenced by \
                resource \(balancer.child("loadBalancingRules", "web")) was not found. Please make \
                sure that the referenced resource exists, and that both resources are in the same \
                region.
                """
        )
    }

    @Test func `children of another load balancer cannot be referred to`() throws {
        var first = internalBalancer("a", network: 1)
        let second = internalBalancer("b", network: 2)
        first.addRule("web")
        first.rules[0] = first.rules[0].replacing(
            first.child("backendAddressPools", "pool"),
            with: second.child("backendAddressPools", "pool")
        )
        #expect(try errorCodes(first.json, second.json) == [.invalidResourceReference])
    }

    @Test func `a rule without frontend is refused and one without pool is a warning`() throws {
        var balancer = internalBalancer()
        balancer.rules = [#"{"name": "web", "protocol": "Tcp", "frontendPort": 80}"#]
        #expect(try errorCodes(balancer.json) == [.ruleReferenceMissing])
        #expect(try warningCodes(balancer.json) == [.ruleHasNoMembers])
    }

    @Test func `one pool in the singular and the plural form is one pool`() throws {
        var balancer = internalBalancer()
        balancer.addPool("second", ["10.0.0.8"])
        func rule(_ pool: String) -> LoadBalancerText {
            var copy = balancer
            let target = reference(copy.child("backendAddressPools", pool))
            copy.addRule("web", more: #", "backendAddressPools": [\#(target)]"#)
            return copy
        }
        #expect(try errorCodes(rule("POOL").json) == [])
        #expect(try errorCodes(rule("second").json) == [.moreThanOneBackendAddressPool])
    }

    @Test func `one frontend port has one rule for each protocol`() throws {
        var balancer = internalBalancer()
        balancer.addRule("a", transport: "Tcp", port: 443, backendPort: 1)
        balancer.addRule("b", transport: "Udp", port: 443, backendPort: 1)
        balancer.addRule("c", frontend: "fe2", port: 443, backendPort: 2)
        #expect(try errorCodes(balancer.json) == [])
        balancer.addRule("d", transport: "Tcp", port: 443, backendPort: 3)
        #expect(try errorCodes(balancer.json) == [.frontendPortAlreadyInUse])
    }

    @Test func `all findings come at once`() throws {
        var balancer = internalBalancer()
        balancer.addRule("a", port: 70_000, more: #", "idleTimeoutInMinutes": 1"#)
        balancer.addRule("b", frontend: "gone")
        #expect(
            try errorCodes(balancer.json) == [
                .portOutOfRange, .portOutOfRange, .idleTimeoutOutOfRange, .invalidResourceReference,
            ]
        )
    }
}
