import Resources
import Testing

struct FrontendTests {
    private func balancer(_ properties: String) -> String {
        var balancer = LoadBalancerText()
        balancer.frontends = [#"{"name": "fe", "properties": {\#(properties)}}"#]
        return balancer.json
    }

    @Test func `a load balancer without frontend has no other children`() throws {
        var balancer = LoadBalancerText()
        #expect(try errorCodes(balancer.json) == [])
        balancer.addPool("pool", [])
        #expect(
            try errorCodes(balancer.json) == [.loadBalancerWithoutFrontendIPCantHaveChildResources]
        )
    }

    @Test func `public and private frontends cannot be mixed`() throws {
        var balancer = publicBalancer()
        #expect(try errorCodes(balancer.json, publicAddress()) == [])
        balancer.addPrivateFrontend("inside", "10.0.0.100")
        #expect(
            try errorCodes(balancer.json, publicAddress()) == [
                .publicAndPrivateFrontendsCannotBeMixed
            ]
        )
    }

    @Test func `a frontend needs one kind of address`() throws {
        #expect(try errorCodes(balancer("")) == [.invalidFrontendIPConfiguration])
        let target = reference(id("publicIPAddresses", "pip"))
        let both = balancer(
            #""publicIPAddress": \#(target), "privateIPAddress": "10.0.0.100""#
        )
        #expect(
            try errorCodes(both, publicAddress()).contains(.invalidFrontendIPConfiguration)
        )
    }

    @Test func `a dynamic frontend without an address is refused and the message says so`() throws {
        let text = balancer(
            #""privateIPAllocationMethod": "Dynamic", "subnet": \#(reference(subnetID))"#
        )
        let findings = try errors(text)
        #expect(findings.map(\.code) == [.frontendIPAddressNotAssigned])
        #expect(findings.first?.message.contains("Dynamic") == true)
    }

    @Test func `a dynamic frontend with its address written down is accepted`() throws {
        let text = balancer(
            #""privateIPAllocationMethod": "Dynamic", "privateIPAddress": "10.0.0.100""#
        )
        #expect(try errorCodes(text) == [])
    }

    @Test func `a public IP address must be known and assigned`() throws {
        let balancer = publicBalancer().json
        #expect(try errorCodes(balancer) == [.invalidResourceReference])
        #expect(
            try errorCodes(balancer, publicAddress("pip", nil)) == [.frontendIPAddressNotAssigned]
        )
    }

    @Test func `a public IP address has the level of its load balancer`() throws {
        #expect(
            try errorCodes(publicBalancer().json, publicAddress(sku: "Basic")) == [
                .differentSkuLoadBalancersAndPublicIPAddressNotAllowed
            ]
        )
    }

    @Test func `a private address lies in its subnet`() throws {
        func text(_ address: String) -> String {
            balancer(#""privateIPAddress": "\#(address)", "subnet": \#(reference(subnetID))"#)
        }
        #expect(try errorCodes(text("10.0.0.100"), virtualNetwork()) == [])
        #expect(try errorCodes(text("fd00::100"), virtualNetwork()) == [])
        #expect(
            try errorCodes(text("10.0.1.100"), virtualNetwork()) == [.privateIPAddressNotInSubnet]
        )
    }

    @Test func `a subnet that its known virtual network lacks is a dangling reference`() throws {
        let other = reference(id("virtualNetworks", "vnet") + "/subnets/other")
        let text = balancer(#""privateIPAddress": "10.0.0.100", "subnet": \#(other)"#)
        #expect(try errorCodes(text, virtualNetwork()) == [.invalidResourceReference])
    }

    @Test func `an unknown virtual network is a warning`() throws {
        let text = balancer(
            #""privateIPAddress": "10.0.0.100", "subnet": \#(reference(subnetID))"#
        )
        #expect(try errorCodes(text) == [])
        #expect(try warningCodes(text) == [.virtualNetworkNotKnown])
        #expect(try warningCodes(text, virtualNetwork()) == [])
    }

    @Test func `an address is of the family that stands beside it`() throws {
        let text = balancer(
            #""privateIPAddress": "fd00::100", "privateIPAddressVersion": "IPv4""#
        )
        #expect(try errorCodes(text) == [.ipAddressVersionMismatch])
    }

    @Test func `a frontend with a prefix is for outbound rules only`() throws {
        var balancer = LoadBalancerText()
        let prefix = reference(id("publicIPPrefixes", "range"))
        balancer.frontends = [#"{"name": "fe", "properties": {"publicIPPrefix": \#(prefix)}}"#]
        balancer.addPool("pool", ["10.0.0.4"])
        #expect(try errorCodes(balancer.json) == [])
        balancer.addRule("web")
        #expect(try errorCodes(balancer.json) == [.frontendIPAddressNotAssigned])
    }

    @Test func `two private frontends with one address are refused`() throws {
        var balancer = internalBalancer()
        balancer.addPrivateFrontend("fe3", "10.0.0.100")
        let findings = try errors(balancer.json)
        #expect(findings.map(\.code) == [.multipleIpConfigsRequestSamePrivateIpAddress])
        let message = try #require(findings.first?.message)
        #expect(message.contains(balancer.child("frontendIPConfigurations", "fe.")))
        #expect(message.contains(balancer.child("frontendIPConfigurations", "fe3 ")))
    }

    @Test func `frontends of two load balancers with one address are refused`() throws {
        var first = LoadBalancerText(name: "a")
        first.addPublicFrontend("fe", "pip")
        var second = LoadBalancerText(name: "b")
        second.addPublicFrontend("fe", "pip")
        #expect(
            try errorCodes(first.json, second.json, publicAddress()) == [.frontendIPAddressInUse]
        )
    }

    @Test func `a member cannot have the address of a frontend`() throws {
        var balancer = internalBalancer()
        balancer.addPool("wrong", ["10.0.0.101"])
        #expect(try errorCodes(balancer.json) == [.backendAddressIsFrontendAddress])
    }
}
