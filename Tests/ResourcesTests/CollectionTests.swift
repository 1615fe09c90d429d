import Resources
import Testing

struct CollectionTests {
    @Test func `names in one collection differ without regard to case`() throws {
        var balancer = internalBalancer()
        balancer.addPool("other", [])
        #expect(try errorCodes(balancer.json) == [])
        balancer.addPool("POOL", [])
        let findings = try errors(balancer.json)
        #expect(findings.map(\.code) == [.duplicateResourceName])
        #expect(
            findings.first?.message == """
                Resource \(id("loadBalancers", "lb")) has two child resources with the same name \
                (POOL).
                """
        )
    }

    @Test(arguments: [
        #""sku": {"name": "Gateway"},"#, #""sku": {"name": "Standard", "tier": "Global"},"#,
    ])
    func `gateway and global load balancers are refused`(sku: String) throws {
        var balancer = internalBalancer()
        balancer.sku = sku
        #expect(try errorCodes(balancer.json) == [.loadBalancerSkuNotSupported])
    }

    @Test func `a load balancer without sku counts as Standard`() throws {
        var balancer = publicBalancer()
        balancer.sku = ""
        #expect(try errorCodes(balancer.json, publicAddress()) == [])
    }

    @Test func `a load balancer has at most 600 frontends`() throws {
        var balancer = LoadBalancerText()
        for index in 0..<600 {
            balancer.addPrivateFrontend("fe\(index)", "10.1.\(index / 250).\(index % 250)")
        }
        #expect(try errorCodes(balancer.json) == [])
        balancer.addPrivateFrontend("one-more", "10.2.0.1")
        #expect(try errorCodes(balancer.json) == [.loadBalancerLimitExceeded])
    }

    @Test func `a load balancer has at most 1500 rules`() throws {
        var balancer = LoadBalancerText()
        balancer.addPrivateFrontend("fe", "10.0.0.100")
        for pool in 0...5 { balancer.addPool("pool\(pool)", ["10.0.1.\(pool)"]) }
        for port in 1...1_500 {
            balancer.addRule("rule\(port)", pool: "pool\((port - 1) / 300)", port: port)
        }
        #expect(try errorCodes(balancer.json) == [])
        balancer.addRule("rule1501", pool: "pool5", port: 1_501)
        #expect(try errorCodes(balancer.json) == [.loadBalancerLimitExceeded])
    }

    @Test func `at most 300 rules lead to one network interface`() throws {
        var balancer = internalBalancer()
        balancer.pools = [#"{"name": "pool"}"#]
        for port in 1...150 { balancer.addRule("rule\(port)", port: port) }
        let pool = balancer.child("backendAddressPools", "pool")
        // Both IP configurations of the network interface count.
        let joined = networkInterface(
            "nic",
            ["10.0.0.4", "10.0.0.5"],
            pools: [0: [pool], 1: [pool]]
        )
        #expect(try errorCodes(balancer.json, joined) == [])
        balancer.addRule("rule151", port: 151)
        let findings = try errors(balancer.json, joined)
        #expect(findings.map(\.code) == [.loadBalancerRuleCountLimitReachedForNic])
        #expect(findings.first?.target == id("networkInterfaces", "nic"))
    }

    @Test func `a pool has at most 5000 members`() throws {
        func balancer(_ count: Int) -> String {
            var balancer = LoadBalancerText()
            balancer.addPrivateFrontend("fe", "10.0.0.100")
            balancer.addPool("pool", (0..<count).map { "10.7.\($0 / 250).\($0 % 250)" })
            return balancer.json
        }
        #expect(try errorCodes(balancer(5_000)) == [])
        #expect(try errorCodes(balancer(5_001)) == [.loadBalancerLimitExceeded])
    }

    @Test func `resources of other types are named and have no effect`() throws {
        let group = """
            {"id": "\(id("networkSecurityGroups", "nsg"))", "name": "nsg",
             "type": "Microsoft.Network/networkSecurityGroups"}
            """
        #expect(try errorCodes(group) == [])
        #expect(try warningCodes(group) == [.resourceTypeIgnored])
    }

    @Test func `public IP addresses and network interfaces are checked`() throws {
        let address = """
            {"id": "\(id("publicIPAddresses", "pip"))", "ipAddress": "2001:db8::1",
             "publicIPAddressVersion": "IPv4", "idleTimeoutInMinutes": 31}
            """
        #expect(try errorCodes(address) == [.idleTimeoutOutOfRange, .ipAddressVersionMismatch])
        let outside = networkInterface("nic", ["10.0.7.4"])
        #expect(try errorCodes(outside) == [])
        #expect(try errorCodes(outside, virtualNetwork()) == [.privateIPAddressNotInSubnet])
    }

    @Test func `features that are not carried out yet are warnings`() throws {
        var balancer = internalBalancer()
        balancer.addRule("all", transport: "All", port: 0, more: #", "enableTcpReset": true"#)
        #expect(try warningCodes(balancer.json) == [.tcpResetNotCarriedOut])
    }

    @Test func `resets, idle timeouts and drain periods are carried out`() throws {
        var balancer = internalBalancer()
        balancer.addRule(
            "web",
            more: """
                , "enableTcpReset": true, "enableConnectionTracking": true,
                "idleTimeoutInMinutes": 30
                """
        )
        balancer.pools.append(#"{"name": "slow", "drainPeriodInSeconds": 60}"#)
        #expect(try warningCodes(balancer.json) == [])
    }
}
