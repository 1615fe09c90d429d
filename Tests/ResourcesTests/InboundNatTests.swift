import Resources
import Testing

struct InboundNatTests {
    private func balancer(rule: String? = nil, pool: String? = nil) -> LoadBalancerText {
        var balancer = internalBalancer()
        let frontend = reference(balancer.child("frontendIPConfigurations", "fe"))
        func child(_ properties: String) -> String {
            """
            {"name": "nat", "properties": {"frontendIPConfiguration": \(frontend),
             "protocol": "Tcp", \(properties)}}
            """
        }
        balancer.inboundNatRules = [rule].compactMap { $0 }.map(child)
        balancer.inboundNatPools = [pool].compactMap { $0 }.map(child)
        return balancer
    }

    private var target: String {
        let pool = internalBalancer().child("backendAddressPools", "pool")
        return #""backendAddressPool": \#(reference(pool))"#
    }

    private let range = #""frontendPortRangeStart": 500, "frontendPortRangeEnd": 509"#

    @Test func `a rule for one member and a rule for a pool are accepted`() throws {
        let single = #""frontendPort": 50001, "backendPort": 22, "frontendPortRangeStart": 0"#
        #expect(try errorCodes(balancer(rule: single).json) == [])
        let pooled = #"\#(target), \#(range), "backendPort": 22, "frontendPort": 0"#
        #expect(try errorCodes(balancer(rule: pooled).json) == [])
        let zero = #""frontendPort": 0, "backendPort": 22"#
        #expect(try errorCodes(balancer(rule: zero).json) == [.portOutOfRange])
    }

    @Test(arguments: [
        #""backendPort": 22"#, #""frontendPort": 50001"#,
    ])
    func `a rule for one member needs both ports`(rule: String) throws {
        #expect(try errorCodes(balancer(rule: rule).json) == [.invalidInboundNatRule])
    }

    @Test func `a rule for a pool needs a range in order`() throws {
        let without = #"\#(target), "backendPort": 22"#
        #expect(try errorCodes(balancer(rule: without).json) == [.invalidInboundNatRule])
        let backwards = """
            \(target), "backendPort": 22, "frontendPortRangeStart": 9, "frontendPortRangeEnd": 5
            """
        #expect(try errorCodes(balancer(rule: backwards).json) == [.invalidInboundNatRule])
    }

    @Test func `a pool of ports is checked as well`() throws {
        #expect(try errorCodes(balancer(pool: #"\#(range), "backendPort": 22"#).json) == [])
        let port = #"\#(range), "backendPort": 0"#
        #expect(try errorCodes(balancer(pool: port).json) == [.portOutOfRange])
    }

    @Test func `rules and pools of inbound NAT exclude each other`() throws {
        let both = balancer(
            rule: #""frontendPort": 50001, "backendPort": 22"#,
            pool: #"\#(range), "backendPort": 23"#
        )
        #expect(try errorCodes(both.json) == [.inboundNatRulesAndPoolsAreMutuallyExclusive])
    }

    @Test func `a range of ports cannot contain the port of a rule`() throws {
        var balancer = balancer(rule: #"\#(target), \#(range), "backendPort": 22"#)
        balancer.addRule("before", port: 499, backendPort: 1)
        balancer.addRule("after", port: 510, backendPort: 2)
        #expect(try errorCodes(balancer.json) == [])
        balancer.addRule("inside", port: 505, backendPort: 3)
        #expect(try errorCodes(balancer.json) == [.frontendPortAlreadyInUse])
    }

    @Test func `references of inbound NAT are checked`() throws {
        let gone = reference(id("networkInterfaces", "gone") + "/ipConfigurations/ip0")
        let rule = #""frontendPort": 1, "backendPort": 22, "backendIPConfiguration": \#(gone)"#
        #expect(try errorCodes(balancer(rule: rule).json) == [.invalidResourceReference])
    }

    @Test func `inbound NAT is stored and not carried out yet`() throws {
        let rule = #""frontendPort": 50001, "backendPort": 22"#
        #expect(try warningCodes(balancer(rule: rule).json) == [.inboundNatNotCarriedOut])
    }
}
