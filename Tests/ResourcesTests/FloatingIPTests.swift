import Resources
import Testing

/// The founding text's limitation: no Floating IP on secondary IP configurations, with exceptions.
struct FloatingIPTests {
    private let refusal = ValidationCode.floatingIPNotSupportedOnSecondaryIPConfiguration

    private func internalFloating(_ address: String) -> LoadBalancerText {
        var balancer = LoadBalancerText()
        balancer.addPrivateFrontend("fe", address.contains(":") ? "fd00::100" : "10.0.0.100")
        balancer.addPool("pool", [address])
        balancer.addRule("web", floating: true)
        return balancer
    }

    private func publicFloating(_ address: String) -> LoadBalancerText {
        var balancer = LoadBalancerText()
        balancer.addPublicFrontend("fe", "pip")
        balancer.addPool("pool", [address])
        balancer.addRule("web", floating: true)
        return balancer
    }

    @Test func `the primary IP configuration can have floating IP`() throws {
        let nic = networkInterface("nic", ["10.0.0.4", "10.0.0.5"])
        #expect(try errorCodes(internalFloating("10.0.0.4").json, nic, virtualNetwork()) == [])
    }

    @Test func `a secondary IP configuration cannot have floating IP`() throws {
        let nic = networkInterface("nic", ["10.0.0.4", "10.0.0.5"])
        let findings = try errors(internalFloating("10.0.0.5").json, nic, virtualNetwork())
        #expect(findings.map(\.code) == [refusal])
        let configuration = id("networkInterfaces", "nic") + "/ipConfigurations/ip1"
        #expect(findings.first?.message.contains(configuration) == true)
    }

    @Test func `the primary flag decides and not the order`() throws {
        let nic = networkInterface("nic", ["10.0.0.4", "10.0.0.5"], primary: 1)
        #expect(try errorCodes(internalFloating("10.0.0.5").json, nic) == [])
        #expect(try errorCodes(internalFloating("10.0.0.4").json, nic) == [refusal])
    }

    @Test func `a secondary IP configuration can be a member without floating IP`() throws {
        var balancer = internalFloating("10.0.0.5")
        balancer.rules = []
        balancer.addRule("web", floating: false)
        let nic = networkInterface("nic", ["10.0.0.4", "10.0.0.5"])
        #expect(try errorCodes(balancer.json, nic) == [])
    }

    @Test func `a secondary member that joined by itself is refused as well`() throws {
        var balancer = internalBalancer()
        balancer.pools = [#"{"name": "pool"}"#]
        balancer.addRule("web", floating: true)
        let pool = balancer.child("backendAddressPools", "POOL")
        let nic = networkInterface("nic", ["10.0.0.4", "10.0.0.5"], pools: [1: [pool]])
        #expect(try errorCodes(balancer.json, nic) == [refusal])
    }

    @Test func `IPv6 of a dual-stack network interface is excepted behind public balancers`() throws
    {
        let nic = networkInterface("nic", ["10.0.0.4", "fd00::4"])
        let address = publicAddress("pip", "2001:db8::10")
        #expect(try errorCodes(publicFloating("fd00::4").json, nic, address) == [])
        #expect(try errorCodes(internalFloating("fd00::4").json, nic) == [refusal])
    }

    @Test func `a secondary IPv4 configuration is not excepted behind public balancers`() throws {
        let nic = networkInterface("nic", ["10.0.0.4", "10.0.0.5"])
        #expect(
            try errorCodes(publicFloating("10.0.0.5").json, nic, publicAddress()) == [refusal]
        )
    }

    @Test func `an IPv6 configuration of an IPv6-only network interface is not excepted`() throws {
        let nic = networkInterface("nic", ["fd00::4", "fd00::5"])
        let address = publicAddress("pip", "2001:db8::10")
        #expect(try errorCodes(publicFloating("fd00::5").json, nic, address) == [refusal])
    }

    @Test func `a subnet with a NAT gateway is excepted`() throws {
        let nic = networkInterface("nic", ["10.0.0.4", "10.0.0.5"])
        let network = virtualNetwork(natGateway: true)
        #expect(try errorCodes(internalFloating("10.0.0.5").json, nic, network) == [])
    }

    @Test func `a floating rule that changes the port is a warning`() throws {
        var balancer = internalBalancer()
        balancer.addRule("web", port: 443, backendPort: 8443, floating: true)
        #expect(try warningCodes(balancer.json) == [.floatingIPChangesPort])
        balancer.rules = []
        balancer.addRule("web", port: 443, backendPort: 8443, floating: false)
        #expect(try warningCodes(balancer.json) == [])
    }

    @Test func `floating IP on an internal IPv6 frontend is a warning`() throws {
        #expect(
            try warningCodes(internalFloating("fd00::4").json) == [
                .floatingIPOnInternalIPv6Frontend
            ]
        )
        #expect(try errorCodes(internalFloating("fd00::4").json) == [])
    }
}
