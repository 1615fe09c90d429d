import Addresses
import Provisioning
import Resources
import Testing

@Suite("Addresses of resources")
struct AddressTests {
    private func frontendAddress(_ answer: ResourceAnswer) -> String? {
        answer.json.at("properties/frontendIPConfigurations/0/properties/privateIPAddress")?
            .stringValue
    }

    @Test func `Public addresses come from the node's ranges until none is left`() async throws {
        let site = try await Site(publicAddresses: ["192.0.2.0/30", "198.51.100.7/32"])
        defer { site.end() }
        var given: [String?] = []
        for name in ["a", "b", "c"] {
            let answer = try await site.put("publicIPAddresses/\(name)", "{}")
            given.append(answer.json.at("properties/ipAddress")?.stringValue)
        }
        #expect(given == ["192.0.2.1", "192.0.2.2", "198.51.100.7"])
        let error = try await refusal { try await site.put("publicIPAddresses/d", "{}") }
        #expect(error.code == "PublicIPAddressRangeExhausted")
        #expect(try await site.provisioner.delete(Site.id("publicIPAddresses/b"), by: "test"))
        let again = try await site.put("publicIPAddresses/d", "{}")
        #expect(again.json.at("properties/ipAddress") == .string("192.0.2.2"))
    }

    @Test func `A public address that is asked for is given once, and only of the ranges`()
        async throws
    {
        let site = try await Site()
        defer { site.end() }
        let wanted = #"{"ipAddress": "192.0.2.5"}"#
        try await site.put("publicIPAddresses/a", wanted)
        let taken = try await refusal { try await site.put("publicIPAddresses/b", wanted) }
        #expect(taken.code == "PublicIPAddressInUse")
        let outside = try await refusal {
            try await site.put("publicIPAddresses/b", #"{"ipAddress": "203.0.113.1"}"#)
        }
        #expect(outside.code == "PublicIPAddressNotInRange")
    }

    @Test func `A dynamic frontend gets the lowest address that nobody has, and keeps it`()
        async throws
    {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        site.carrier.setInUse([try #require(IPAddress("10.0.0.4"))])
        let first = try await site.putBalancer("a", member: "10.0.0.5")
        // .0 to .3 are the subnet's own, .4 is a machine's, .5 the member's.
        #expect(frontendAddress(first) == "10.0.0.6")
        let second = try await site.putBalancer("b", member: "10.0.0.200")
        #expect(frontendAddress(second) == "10.0.0.7")
        #expect(try await site.provisioner.delete(Site.id("loadBalancers/a"), by: "test"))
        let again = try await site.putBalancer("b", member: "10.0.0.201")
        #expect(frontendAddress(again) == "10.0.0.7")
    }

    @Test func `A subnet without a free address is full`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.put(
            "virtualNetworks/v",
            #"{"subnets": [{"name": "s", "properties": {"addressPrefix": "10.0.0.0/29"}}]}"#
        )
        for name in ["a", "b", "c"] {
            _ = try await site.putBalancer(name, member: "10.9.9.9", port: 80)
        }
        let error = try await refusal { _ = try await site.putBalancer("d", member: "10.9.9.9") }
        #expect(error.code == "SubnetIsFull")
    }

    @Test func `A static address that another frontend has is refused`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let frontend = """
            "privateIPAllocationMethod": "Static", "privateIPAddress": "10.0.0.50",
            "subnet": {"id": "NET/virtualNetworks/v/subnets/s"}
            """
        _ = try await site.putBalancer("a", member: "10.0.0.9", frontend: frontend)
        let error = try await refusal {
            _ = try await site.putBalancer("b", member: "10.0.0.10", frontend: frontend)
        }
        #expect(error.code == "MultipleIpConfigsRequestSamePrivateIpAddress")
    }

    @Test func `What has an address or a subnet keeps it from being deleted`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        try await site.put("publicIPAddresses/p", "{}")
        _ = try await site.putBalancer(
            "a",
            member: "10.0.0.9",
            frontend: #""publicIPAddress": {"id": "NET/publicIPAddresses/p"}"#
        )
        _ = try await site.putBalancer("b", member: "10.0.0.8")
        let address = try await refusal {
            _ = try await site.provisioner.delete(Site.id("publicIPAddresses/p"), by: "test")
        }
        #expect(address.code == "PublicIPAddressCannotBeDeleted")
        let subnet = try await refusal {
            _ = try await site.provisioner.delete(Site.id("virtualNetworks/v"), by: "test")
        }
        #expect(subnet.code == "InUseSubnetCannotBeDeleted")
    }

    @Test func `A network interface joins a pool, and leaves it when the pool goes`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let text = Site.balancer(
            "b",
            "10.0.0.9",
            #""subnet": {"id": "NET/virtualNetworks/v/subnets/s"}"#,
            80
        ).replacing(#"[{"name": "m", "properties": {"ipAddress": "10.0.0.9"}}]"#, with: "[]")
        let before = try await site.put("loadBalancers/b", text)
        try await site.put(
            "networkInterfaces/n",
            """
            {"ipConfigurations": [{"name": "ip", "properties": {
                "subnet": {"id": "NET/virtualNetworks/v/subnets/s"},
                "loadBalancerBackendAddressPools":
                    [{"id": "NET/loadBalancers/b/backendAddressPools/pool"}]}}]}
            """
        )
        let pool = try Site.id("loadBalancers/b/backendAddressPools/pool")
        let configuration = JSONValue.object([
            "id": .string("\(Site.network)/networkInterfaces/n/ipConfigurations/ip")
        ])
        let shown = try #require(await site.provisioner.child(pool))
        #expect(shown.at("properties/backendIPConfigurations") == .array([configuration]))
        #expect(
            shown.at(
                "properties/loadBalancerBackendAddresses/0/properties/networkInterfaceIPConfiguration"
            ) == configuration
        )
        let after = try #require(await site.provisioner.get(Site.id("loadBalancers/b")))
        #expect(after["etag"] != before.json["etag"])
        #expect(site.carrier.carried.last?.rules.first?.members.count == 1)
        #expect(
            await site.provisioner.networkInterfaces(of: try Site.id("loadBalancers/b"))?.count == 1
        )
        #expect(try await site.provisioner.delete(Site.id("loadBalancers/b"), by: "test"))
        let interface = try #require(
            await site.provisioner.get(Site.id("networkInterfaces/n"))
        )
        let left = interface.at(
            "properties/ipConfigurations/0/properties/loadBalancerBackendAddressPools"
        )
        #expect(left == nil)
    }
}
