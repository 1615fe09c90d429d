import Addresses
import Guest
import Resources
import Testing

/// Which frontends concern a guest, from documents and from the command line.
struct RequirementTests {
    static func document(floating: Bool = true, probePort: Int = 81) -> ResourceDocument {
        let text = """
            {"name": "lb", "type": "Microsoft.Network/loadBalancers",
             "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/lb",
             "sku": {"name": "Standard"}, "properties": {
              "frontendIPConfigurations": [
               {"name": "web", "properties": {"privateIPAddress": "192.0.2.100"}},
               {"name": "six", "properties": {"privateIPAddress": "2001:db8::100",
                "privateIPAddressVersion": "IPv6"}}],
              "backendAddressPools": [
               {"name": "four", "properties": {"loadBalancerBackendAddresses": [
                {"name": "a", "properties": {"ipAddress": "192.0.2.11"}},
                {"name": "b", "properties": {"ipAddress": "192.0.2.12"}}]}},
               {"name": "six", "properties": {"loadBalancerBackendAddresses": [
                {"name": "a", "properties": {"ipAddress": "2001:db8::11"}}]}}],
              "probes": [{"name": "up", "properties": {"protocol": "Tcp", "port": \(probePort)}}],
              "loadBalancingRules": [
               \(rule("web", "web", "four", floating, probe: true)),
               \(rule("six", "six", "six", floating, probe: false))]}}
            """
        return ResourceDocument(source: "lb.json", bytes: Array(text.utf8))
    }

    private static func rule(
        _ name: String,
        _ frontend: String,
        _ pool: String,
        _ floating: Bool,
        probe: Bool
    ) -> String {
        let balancer =
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/lb"
        let probed = probe ? "\"probe\": {\"id\": \"\(balancer)/probes/up\"}," : ""
        return """
            {"name": "\(name)", "properties": {"protocol": "Tcp", "frontendPort": 80,
             "backendPort": 80, "enableFloatingIP": \(floating), \(probed)
             "frontendIPConfiguration": {"id": "\(balancer)/frontendIPConfigurations/\(frontend)"},
             "backendAddressPool": {"id": "\(balancer)/backendAddressPools/\(pool)"}}}
            """
    }

    private func configuration(floating: Bool = true) throws -> ForwardingConfiguration {
        try ResourceInventory(reading: [Self.document(floating: floating)]).resolve()
    }

    @Test func `a guest serves the floating frontends whose pools have one of its addresses`()
        throws
    {
        let own: Set = [try address("192.0.2.11"), try address("10.0.0.1")]
        let needed = GuestRequirement(try configuration(), ownAddresses: own)
        #expect(
            needed.frontends == [
                GuestFrontend(
                    address: try address("192.0.2.100"),
                    services: [.init(transport: .tcp, port: 80, probePort: 81)]
                )
            ]
        )
        #expect(needed.memberAddresses == [try address("192.0.2.11")])
        let both = GuestRequirement(
            try configuration(),
            ownAddresses: own.union([try address("2001:db8::11")])
        )
        #expect(both.versions == [.ipv4, .ipv6])
    }

    @Test func `a rule without Floating IP, and another guest's pool, ask for nothing`() throws {
        let own: Set = [try address("192.0.2.11")]
        #expect(
            GuestRequirement(try configuration(floating: false), ownAddresses: own) == .none
        )
        let other: Set = [try address("192.0.2.13")]
        #expect(GuestRequirement(try configuration(), ownAddresses: other) == .none)
    }

    @Test func `a frontend is read from the command line`() throws {
        #expect(try frontend("192.0.2.100").services.isEmpty)
        #expect(
            try frontend("192.0.2.100:53/udp").services == [.init(transport: .udp, port: 53)]
        )
        #expect(try frontend("[2001:db8::1]:443").address == address("2001:db8::1"))
        #expect(try frontend("2001:db8::1").services.isEmpty)
        for bad in ["", "192.0.2.100:0", "192.0.2.100:80/sctp", "192.0.2.100:80/tcp/x", "web:80"] {
            #expect(GuestFrontend(bad) == nil, "\(bad)")
        }
    }

    @Test func `the same frontend twice has the services of both`() throws {
        let needed = try requirement("192.0.2.100:443", "192.0.2.100:80", "192.0.2.100:80/tcp")
        #expect(needed.frontends.count == 1)
        #expect(needed.frontends.first?.services.map(\.port) == [80, 443])
    }
}
