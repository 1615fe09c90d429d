import Addresses

/// A load balancer of the demo, in as few words as the demo needs.
struct DemoLoadBalancer: Hashable, Sendable {
    var name: String
    var frontends: [Frontend]
    var pools: [Pool]
    var probes: [Probe] = []
    var rules: [Rule]

    /// A frontend: an address of a subnet, or a public one.
    struct Frontend: Hashable, Sendable {
        enum Place: Hashable, Sendable {
            case subnet(String, IPAddress)
            case publicAddress(DemoPublicAddress)
        }

        let name: String
        let place: Place

        /// The address that clients send to.
        var address: IPAddress {
            switch place {
            case .subnet(_, let address): address
            case .publicAddress(let resource): resource.address
            }
        }
    }

    /// A backend pool, its members by IP address.
    struct Pool: Hashable, Sendable {
        let name: String
        var members: [Member]
    }

    /// A member of a backend pool.
    struct Member: Hashable, Sendable {
        let name: String
        let address: IPAddress
    }

    /// An HTTP probe of every member.
    struct Probe: Hashable, Sendable {
        let name: String
        let port: Int
        let path: String
        let intervalSeconds: Int
    }

    /// A load-balancing rule.
    struct Rule: Hashable, Sendable {
        let name: String
        let frontend: String
        let pool: String
        var transport = "Tcp"
        let frontendPort: Int
        let backendPort: Int
        var enablesFloatingIP = true
        var probe: String?

        /// A rule for every port and protocol, with Floating IP.
        static func allPorts(_ name: String, frontend: String, pool: String) -> Rule {
            Rule(
                name: name,
                frontend: frontend,
                pool: pool,
                transport: "All",
                frontendPort: 0,
                backendPort: 0
            )
        }
    }

    /// The resource's id.
    var id: String { AzureScope.id("loadBalancers", name) }

    /// The name of the document's file, without its extension.
    var documentName: String { "load-balancer-\(name)" }

    /// The document, as `az network lb show` prints it.
    func document() throws -> DemoDocument {
        try DemoDocument(LoadBalancerForm(self), name: documentName)
    }

    /// The same load balancer with Floating IP off in every rule.
    func withoutFloatingIP() -> DemoLoadBalancer {
        var changed = self
        for rule in changed.rules.indices { changed.rules[rule].enablesFloatingIP = false }
        return changed
    }
}
