import Addresses
import Provisioning
import Resources
import Storage
import Testing

@Suite("Writing resources")
struct WritingTests {
    @Test func `An answer has what Azure fills in`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let answer = try await site.putBalancer("b", member: "10.0.0.9")
        #expect(answer.isNew)
        let id = try Site.id("loadBalancers/b").description
        #expect(answer.json.at("properties/provisioningState") == .string("Succeeded"))
        let collections = [
            "frontendIPConfigurations", "backendAddressPools", "loadBalancingRules", "probes",
            "inboundNatRules", "outboundRules", "inboundNatPools",
        ]
        for collection in collections {
            guard case .array? = answer.json.at("properties/\(collection)") else {
                Issue.record("\(collection) is no array")
                continue
            }
        }
        let rule = try #require(answer.json.at("properties/loadBalancingRules/0"))
        #expect(rule.at("properties/idleTimeoutInMinutes") == .integer(4))
        #expect(rule.at("properties/loadDistribution") == .string("Default"))
        let pool = JSONValue.object(["id": .string("\(id)/backendAddressPools/pool")])
        #expect(rule.at("properties/backendAddressPool") == pool)
        #expect(rule.at("properties/backendAddressPools") == .array([pool]))
        let ruleReference = JSONValue.object(["id": .string("\(id)/loadBalancingRules/r")])
        for collection in ["frontendIPConfigurations", "backendAddressPools"] {
            let references = answer.json.at(
                "properties/\(collection)/0/properties/loadBalancingRules"
            )
            #expect(references == .array([ruleReference]))
        }
        #expect(rule["etag"] == answer.json["etag"])
    }

    @Test func `An answer that is written back changes nothing`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let first = try await site.putBalancer("b", member: "10.0.0.9")
        let second = try await site.provisioner.put(
            Site.id("loadBalancers/B"),
            first.json,
            by: "test"
        )
        #expect(!second.isNew)
        #expect(second.json == first.json)
    }

    @Test func `A document that is put replaces all children`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        _ = try await site.putBalancer("b", member: "10.0.0.9")
        let frontend = #"{"subnet": {"id": "NET/virtualNetworks/v/subnets/s"}}"#
        let answer = try await site.put(
            "loadBalancers/b",
            #"{"frontendIPConfigurations": [{"name": "other", "properties": \#(frontend)}]}"#
        )
        #expect(answer.json.at("properties/loadBalancingRules") == .array([]))
        #expect(answer.json.at("properties/frontendIPConfigurations/0/name") == .string("other"))
        #expect(site.carrier.carried.last?.rules.isEmpty == true)
    }

    @Test func `A change on the ground of an old version is refused`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let first = try await site.putBalancer("b", member: "10.0.0.9")
        _ = try await site.putBalancer("b", member: "10.0.0.10")
        let error = try await refusal {
            try await site.put(
                "loadBalancers/b",
                "{}",
                precondition: Precondition(ifMatch: [first.etag])
            )
        }
        #expect(error.kind == .preconditionFailed)
        #expect(error.code == "PreconditionFailed")
        let exists = try await refusal {
            try await site.put(
                "loadBalancers/b",
                "{}",
                precondition: Precondition(ifNoneMatch: ["*"])
            )
        }
        #expect(exists.kind == .preconditionFailed)
    }

    @Test func `A refused document changes nothing and names every problem`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let before = try await site.putBalancer("b", member: "10.0.0.9")
        let error = try await refusal {
            try await site.put(
                "loadBalancers/b",
                Site.balancer(
                    "b",
                    "10.0.0.9",
                    #""subnet": {"id": "NET/virtualNetworks/x/subnets/s"}"#,
                    80
                )
            )
        }
        #expect(error.code == "InvalidResourceReference")
        #expect(await site.provisioner.get(try Site.id("loadBalancers/b")) == before.json)
    }

    @Test(arguments: ["a b", "-a", "a-", "a/b%", String(repeating: "x", count: 81)])
    func `A name that Azure does not allow is refused`(name: String) async throws {
        let site = try await Site()
        defer { site.end() }
        let text = Site.balancer("b", "10.0.0.9", #""privateIPAddress": "10.0.0.5""#, 80)
            .replacing("\"pool\"", with: "\"\(name)\"")
        let error = try await refusal { try await site.put("loadBalancers/b", text) }
        #expect(error.code == "InvalidResourceName")
    }

    @Test func `A resource in a group that does not exist is refused`() async throws {
        let site = try await Site()
        defer { site.end() }
        let id = try #require(
            ResourceID(Site.network.replacing("/web/", with: "/none/") + "/loadBalancers/b")
        )
        let error = try await refusal {
            _ = try await site.provisioner.put(id, .object([:]), by: "test")
        }
        #expect(error.code == "ResourceGroupNotFound")
    }

    @Test func `A pool is written and removed as a child of its load balancer`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        _ = try await site.putBalancer("b", member: "10.0.0.9")
        let body = try JSONValue(
            parsing: Array(
                #"{"properties": {"loadBalancerBackendAddresses": [{"name": "n", "properties": {"ipAddress": "10.0.0.77"}}]}}"#
                    .utf8
            )
        )
        let id = try Site.id("loadBalancers/b/backendAddressPools/second")
        let made = try await site.provisioner.putChild(id, body, by: "test")
        #expect(made.isNew)
        #expect(made.json["name"] == .string("second"))
        #expect(try await site.provisioner.putChild(id, body, by: "test").isNew == false)
        #expect(try await site.provisioner.deleteChild(id, by: "test"))
        #expect(try await site.provisioner.deleteChild(id, by: "test") == false)
        let used = try await refusal {
            _ = try await site.provisioner.deleteChild(
                Site.id("loadBalancers/b/backendAddressPools/pool"),
                by: "test"
            )
        }
        #expect(used.code == "InvalidResourceReference")
    }

    @Test func `Every change is in the audit log with who made it`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        _ = try await site.provisioner.delete(Site.id("virtualNetworks/v"), by: "somebody")
        let entries = try site.store.audit(limit: 2)
        #expect(entries.map(\.principal) == ["somebody", "test"])
        #expect(entries.first?.action == "Microsoft.Network/virtualNetworks/delete")
        #expect(entries.first?.before != nil)
        #expect(entries.first?.after == nil)
    }
}
