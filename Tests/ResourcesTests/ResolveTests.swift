import Addresses
import Resources
import Testing

struct ResolveTests {
    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test func `the load balancer that the Azure CLI printed resolves`() throws {
        let inventory = try ResourceInventory(
            reading: [fixture("az-lb-show.json"), fixture("az-vnet-show.json")]
        )
        #expect(inventory.validate().isEmpty)
        let configuration = try inventory.resolve()
        #expect(configuration.frontends.map(\.name) == ["blog", "shop"])
        let id = try #require(inventory.loadBalancers.first?.resource.id)
        #expect(
            configuration.rules.first
                == ResolvedRule(
                    id: "\(id)/loadBalancingRules/blog-https",
                    loadBalancer: "tls-lb",
                    name: "blog-https",
                    frontend: try address("10.1.0.101"),
                    transport: .tcp,
                    frontendPort: 443,
                    backendPort: 443,
                    distribution: .sourceIP,
                    isFloatingIPEnabled: true,
                    isTCPResetEnabled: false,
                    isConnectionTrackingEnabled: false,
                    idleTimeout: .seconds(240),
                    probe: "\(id)/probes/https",
                    members: [
                        ResolvedMember(
                            name: "web-1",
                            address: try address("10.1.0.11"),
                            adminState: .none
                        ),
                        ResolvedMember(
                            name: "web-2",
                            address: try address("10.1.0.12"),
                            adminState: .down
                        ),
                    ]
                )
        )
    }

    @Test func `members by network interface resolve in both directions`() throws {
        let inventory = try ResourceInventory(reading: [fixture("rest-list.json")])
        #expect(inventory.validate().isEmpty)
        let configuration = try inventory.resolve()
        #expect(
            configuration.frontends == [
                ResolvedFrontend(
                    id: try #require(inventory.loadBalancers.first?.resource.id).description
                        + "/frontendIPConfigurations/listener",
                    loadBalancer: "cluster-lb",
                    name: "listener",
                    address: try address("198.51.100.7"),
                    isPublic: true
                )
            ]
        )
        let rule = try #require(configuration.rules.first)
        #expect(rule.members.map(\.name) == ["5e2f7d7e-node-1", "node-2-nic/primary"])
        #expect(rule.members.map(\.address.description) == ["10.2.0.11", "10.2.0.12"])
        #expect(rule.idleTimeout == .seconds(900))
        #expect(rule.isTCPResetEnabled)
        #expect(rule.distribution == .sourceIPProtocol)
    }

    @Test func `a probe asks the members of all rules that refer to it`() throws {
        var balancer = internalBalancer()
        balancer.addPool("one", ["10.0.0.20", "10.0.0.3"])
        balancer.addPool("two", ["10.0.0.3", "10.0.0.11"])
        let probe = { (name: String) in
            ", " + #""probe": \#(reference(balancer.child("probes", name)))"#
        }
        balancer.addRule("a", pool: "one", port: 1, more: probe("ready"))
        balancer.addRule("b", pool: "two", port: 2, more: probe("READY"))
        balancer.addRule("c", pool: "two", port: 3)
        balancer.probes = [
            """
            {"name": "ready", "properties": {"protocol": "Http", "port": 8080, "requestPath": "/r",
              "intervalInSeconds": 7, "probeThreshold": 2}}
            """,
            #"{"name": "unused", "properties": {"protocol": "Tcp", "port": 80}}"#,
        ]
        let configuration = try inventory([balancer.json]).resolve()
        let id = balancer.child("probes", "ready")
        #expect(configuration.rules.map(\.probe) == [id, id, nil])
        #expect(
            configuration.probes == [
                ResolvedProbe(
                    id: id,
                    loadBalancer: "lb",
                    name: "ready",
                    probeProtocol: .http,
                    port: 8080,
                    interval: .seconds(7),
                    threshold: 2,
                    path: "/r",
                    members: try ["10.0.0.3", "10.0.0.11", "10.0.0.20"].map { try address($0) }
                )
            ]
        )
    }

    @Test func `a probe has Azure's defaults`() throws {
        var balancer = internalBalancer()
        let probe = reference(balancer.child("probes", "p"))
        balancer.addRule("a", more: #", "probe": \#(probe)"#)
        balancer.probes = [#"{"name": "p", "properties": {"protocol": "Tcp", "port": 80}}"#]
        let resolved = try #require(try inventory([balancer.json]).resolve().probes.first)
        #expect(resolved.interval == .seconds(15))
        #expect(resolved.threshold == 1)
        #expect(resolved.path == "")
    }

    @Test func `an HA-ports rule has protocol All and ports zero`() throws {
        var balancer = internalBalancer()
        balancer.addRule("all", transport: "All", port: 0, floating: true)
        let rule = try #require(try inventory([balancer.json]).resolve().rules.first)
        #expect(rule.transport == .all)
        #expect(rule.frontendPort == 0 && rule.backendPort == 0)
        #expect(rule.transport.rawValue == "All")
    }

    @Test func `the order of documents does not change the result`() throws {
        var first = internalBalancer("a", network: 1)
        first.addRule("web", port: 1)
        first.addRule("api", port: 2)
        var second = internalBalancer("b", network: 2)
        second.addRule("web", port: 3)
        let forwards = try inventory([first.json, second.json]).resolve()
        let backwards = try inventory([second.json, first.json]).resolve()
        #expect(forwards == backwards)
        #expect(forwards.rules.map(\.name) == ["api", "web", "web"])
    }

    @Test func `members are in the order of their addresses`() throws {
        var balancer = internalBalancer()
        balancer.addPool("shuffled", ["10.0.0.20", "10.0.0.3", "10.0.0.11"])
        balancer.addRule("web", pool: "shuffled")
        let rule = try #require(try inventory([balancer.json]).resolve().rules.first)
        #expect(rule.members.map(\.address.description) == ["10.0.0.3", "10.0.0.11", "10.0.0.20"])
    }

    @Test func `a frontend for outbound rules alone is not listened on`() throws {
        var balancer = publicBalancer()
        let prefix = reference(id("publicIPPrefixes", "range"))
        balancer.frontends.append(
            #"{"name": "out", "properties": {"publicIPPrefix": \#(prefix)}}"#
        )
        let configuration = try inventory([balancer.json, publicAddress()]).resolve()
        #expect(configuration.frontends.map(\.name) == ["fe"])
    }

    @Test func `a rule without members resolves to none`() throws {
        var balancer = internalBalancer()
        balancer.addPool("empty", [])
        balancer.addRule("web", pool: "empty")
        #expect(try inventory([balancer.json]).resolve().rules.first?.members == [])
    }

    @Test func `an inventory with errors has no configuration and all errors are thrown`() throws {
        var balancer = internalBalancer()
        balancer.addRule("a", port: 1, backendPort: 80)
        balancer.addRule("b", port: 2, backendPort: 80)
        balancer.addRule("c", frontend: "gone", port: 3)
        let inventory = try inventory([balancer.json])
        let error = #expect(throws: ResolutionError.self) { try inventory.resolve() }
        #expect(
            error?.findings.map(\.code) == [
                .invalidResourceReference, .rulesUseSameBackendPortProtocolAndPool,
            ]
        )
        #expect(error?.description.contains("0.json: RulesUseSame") == true)
    }

    @Test func `nothing resolves to nothing`() throws {
        #expect(
            try ResourceInventory().resolve() == ForwardingConfiguration(frontends: [], rules: [])
        )
    }
}
