import Foundation
import Resources
import Testing

/// The shapes that one and the same configuration may have on paper.
struct DocumentFormTests {
    private let rest = """
        {"id": "\(id("loadBalancers", "lb"))", "type": "Microsoft.Network/loadBalancers",
         "sku": {"name": "Standard", "tier": "Regional"}, "tags": {"properties": "yes"},
         "properties": {
           "frontendIPConfigurations": [{"name": "fe", "zones": ["1"], "properties":
             {"privateIPAddress": "10.0.0.100", "privateIPAllocationMethod": "Static"}}],
           "loadBalancingRules": [{"name": "web", "properties": {"protocol": "Tcp",
             "frontendPort": 80, "backendPort": 8080, "enableFloatingIP": true}}],
           "probes": [{"name": "p", "properties": {"protocol": "Http", "port": 80,
             "requestPath": "/"}}]}}
        """

    private let flat = """
        {"id": "\(id("loadBalancers", "lb"))", "type": "Microsoft.Network/loadBalancers",
         "sku": {"name": "Standard", "tier": "Regional"}, "tags": {"properties": "yes"},
         "resourceGroup": "lab", "provisioningState": "Succeeded",
         "frontendIPConfigurations": [{"name": "fe", "zones": ["1"],
            "privateIPAddress": "10.0.0.100", "privateIPAllocationMethod": "Static",
            "publicIPAddress": null}],
         "loadBalancingRules": [{"name": "web", "protocol": "Tcp",
            "frontendPort": 80, "backendPort": 8080, "enableFloatingIP": true}],
         "probes": [{"name": "p", "protocol": "Http", "port": 80, "requestPath": "/"}]}
        """

    private func balancer(_ text: String) throws -> LoadBalancer {
        try #require(try inventory([text]).loadBalancers.first?.resource)
    }

    @Test func `both forms mean the same`() throws {
        let balancer = try balancer(rest)
        #expect(try self.balancer(flat) == balancer)
        #expect(balancer.loadBalancingRules.first?.backendPort == 8080)
        #expect(balancer.tags == ["properties": "yes"])
        #expect(balancer.frontendIPConfigurations.first?.zones == ["1"])
    }

    @Test func `member names and words compare without regard to case`() throws {
        let old = flat.replacing("IPConfigurations", with: "IpConfigurations")
            .replacing("enableFloatingIP", with: "enableFloatingIp")
            .replacing("privateIPAddress", with: "privateIpAddress")
            .replacing("\"Tcp\"", with: "\"TCP\"")
            .replacing(
                "Microsoft.Network/loadBalancers\",",
                with: "microsoft.network/LOADBALANCERS\","
            )
        let (expected, found) = (try balancer(flat), try balancer(old))
        #expect(found == expected)
    }

    @Test func `a document is one resource, an array, a list or a template`() throws {
        let expected = try balancer(rest)
        for text in [
            "[\(rest)]", #"{"value": [\#(flat)], "nextLink": null}"#, #"{"resources": [\#(rest)]}"#,
            #"{"languageVersion": "2.0", "resources": {"symbol": \#(rest)}}"#,
        ] {
            #expect(try balancer(text) == expected)
        }
    }

    @Test func `the id alone says what a resource is`() throws {
        let text = rest.replacing(#""type": "Microsoft.Network/loadBalancers","#, with: "")
        #expect(try balancer(text) == balancer(rest))
    }

    @Test func `a resource that is encoded and decoded is the same`() throws {
        let original = try balancer(rest)
        let data = try JSONEncoder().encode(original)
        #expect(try JSONDecoder().decode(LoadBalancer.self, from: data) == original)
        #expect(String(decoding: data, as: UTF8.self).contains(#""properties":{"#))
    }

    @Test func `every resource of the fixtures survives encoding`() throws {
        for name in ["az-lb-show.json", "az-vnet-show.json", "rest-list.json", "template.json"] {
            let original = try ResourceInventory(reading: [fixture(name)])
            let encoder = JSONEncoder()
            let parts =
                try original.loadBalancers.map { try encoder.encode($0.resource) }
                + original.publicIPAddresses.map { try encoder.encode($0.resource) }
                + original.virtualNetworks.map { try encoder.encode($0.resource) }
                + original.networkInterfaces.map { try encoder.encode($0.resource) }
            let list = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
            let document = ResourceDocument(source: name, bytes: Array("[\(list)]".utf8))
            #expect(try ResourceInventory(reading: [document]) == original)
        }
    }

    @Test func `numbers and truth values may be strings, as Azure accepts them`() throws {
        let text = flat.replacing("8080", with: "\"8080\"").replacing("true", with: "\"True\"")
        #expect(try balancer(text) == balancer(flat))
    }

    @Test func `a byte order mark before the document is skipped`() throws {
        #expect(try balancer("\u{feff}" + flat) == balancer(flat))
    }
}
