import Resources
import Testing

struct PoolTests {
    private func balancer(_ addresses: String, more: String = "") -> LoadBalancerText {
        var balancer = internalBalancer()
        balancer.pools = [
            """
            {"name": "pool", "properties": {"loadBalancerBackendAddresses": [\(addresses)] \(more)}}
            """
        ]
        return balancer
    }

    private let configuration = id("networkInterfaces", "nic") + "/ipConfigurations/ip0"

    @Test func `a member needs an address`() throws {
        #expect(try errorCodes(balancer(#"{"name": "m"}"#).json) == [.invalidBackendAddress])
    }

    @Test func `a member by network interface needs its document`() throws {
        let text = balancer(
            #"{"name": "m", "networkInterfaceIPConfiguration": \#(reference(configuration))}"#
        ).json
        #expect(try errorCodes(text) == [.invalidResourceReference])
        #expect(try errorCodes(text, networkInterface("NIC", ["10.0.0.4"])) == [])
    }

    @Test func `members by address and by network interface cannot be mixed`() throws {
        let address = #"{"name": "m", "ipAddress": "10.0.0.5"}"#
        let mixed = balancer(address)
        let pool = mixed.child("backendAddressPools", "pool")
        let nic = networkInterface("nic", ["10.0.0.4"], pools: [0: [pool]])
        #expect(
            try errorCodes(mixed.json, nic) == [
                .cannotMixIPBasedAddressesAndIPConfigurationsOnLoadBalancerBackendAddressPool
            ]
        )
    }

    @Test func `what Azure fills in beside an address does not count as mixing`() throws {
        let text = balancer(
            """
            {"name": "m", "ipAddress": "10.0.0.4",
             "networkInterfaceIPConfiguration": \(reference(configuration))}
            """,
            more: #", "backendIPConfigurations": [\#(reference(configuration))]"#
        ).json
        #expect(try errorCodes(text, networkInterface("nic", ["10.0.0.4"])) == [])
    }

    @Test func `an IP configuration that is listed twice is refused`() throws {
        let text = balancer(
            ["a", "b"].map {
                """
                {"name": "\($0)",
                 "networkInterfaceIPConfiguration": \(reference(configuration))}
                """
            }.joined(separator: ",")
        ).json
        #expect(
            try errorCodes(text, networkInterface("nic", ["10.0.0.4"])) == [
                .duplicateIpConfigurationReferenceOnBackendAddressPool
            ]
        )
    }

    @Test func `an IP configuration that joins a pool twice is refused`() throws {
        let text = balancer("")
        let pool = text.child("backendAddressPools", "pool")
        let nic = networkInterface("nic", ["10.0.0.4"], pools: [0: [pool, pool.uppercased()]])
        #expect(
            try errorCodes(text.json, nic) == [
                .duplicateIpConfigurationReferenceOnBackendAddressPool
            ]
        )
    }

    @Test func `an address that is listed twice is refused`() throws {
        var balancer = internalBalancer()
        balancer.addPool("twice", ["10.0.0.4", "10.0.0.4"])
        #expect(try errorCodes(balancer.json) == [.duplicateIPAddressOnBackendAddressPool])
    }

    @Test func `members with one name are refused`() throws {
        let text = balancer(
            #"{"name": "m", "ipAddress": "10.0.0.4"}, {"name": "M", "ipAddress": "10.0.0.5"}"#
        ).json
        #expect(try errorCodes(text) == [.duplicateResourceName])
    }

    @Test func `a member's address lies in its subnet and its virtual network`() throws {
        func text(_ address: String, _ place: String) -> String {
            balancer(#"{"name": "m", "ipAddress": "\#(address)", \#(place)}"#).json
        }
        let subnet = #""subnet": \#(reference(subnetID))"#
        let network = #""virtualNetwork": \#(reference(id("virtualNetworks", "vnet")))"#
        let document = virtualNetwork()
        #expect(try errorCodes(text("10.0.0.4", subnet), document) == [])
        #expect(
            try errorCodes(text("10.0.9.4", subnet), document) == [.privateIPAddressNotInSubnet]
        )
        #expect(try errorCodes(text("10.0.9.4", network), document) == [])
        #expect(
            try errorCodes(text("10.9.0.4", network), document) == [
                .backendAddressNotInVirtualNetwork
            ]
        )
    }

    @Test func `members of one load balancer are in one virtual network`() throws {
        let networks = ["a", "b"].map {
            """
            {"name": "\($0)", "ipAddress": "10.0.0.\($0 == "a" ? 4 : 5)",
             "virtualNetwork": \(reference(id("virtualNetworks", $0)))}
            """
        }
        let text = balancer(networks.joined(separator: ",")).json
        #expect(try errorCodes(text) == [.backendAddressesInDifferentVirtualNetworks])
    }

    @Test func `members of the other family than the frontend are refused`() throws {
        var balancer = internalBalancer()
        balancer.addPool("six", ["fd00::4"])
        balancer.addRule("web", pool: "six")
        #expect(try errorCodes(balancer.json) == [.backendAddressFamilyMismatch])
    }

    @Test func `an empty pool is a warning once a rule uses it`() throws {
        var balancer = balancer("")
        #expect(try warningCodes(balancer.json) == [])
        balancer.addRule("web")
        #expect(try warningCodes(balancer.json) == [.ruleHasNoMembers])
        #expect(try errorCodes(balancer.json) == [])
    }

    @Test func `a network interface that joins an unknown pool is refused`() throws {
        let balancer = internalBalancer()
        let pool = balancer.child("backendAddressPools", "gone")
        let nic = networkInterface("nic", ["10.0.0.9"], pools: [0: [pool]])
        #expect(try errorCodes(balancer.json, nic) == [.invalidResourceReference])
        let elsewhere = id("loadBalancers", "elsewhere") + "/backendAddressPools/pool"
        let other = networkInterface("nic", ["10.0.0.9"], pools: [0: [elsewhere]])
        #expect(try errorCodes(balancer.json, other) == [])
    }
}
