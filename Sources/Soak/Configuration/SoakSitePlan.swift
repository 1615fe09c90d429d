import Addresses

/// The addresses, pools and rules that a soak begins with.
package enum SoakSitePlan {
    /// How many members there are.
    package static let memberCount = 8
    /// Members that never leave a pool, so that connections to them must live as long as the soak.
    package static let anchors = 1...3
    /// The pool that changes and has the numbered traffic.
    package static let changingPool = "web"
    /// The pool that changes, for rules that come and go.
    package static let sparePool = "spare"
    /// The pool that no change touches.
    package static let steadyPool = "steady"
    /// The frontend of most of the numbered traffic.
    package static let frontend = "192.0.2.100"
    /// The frontend of a rule whose Floating IP is off, and on, and off.
    package static let translatedFrontend = "192.0.2.101"
    /// The frontend of the steady pool.
    package static let steadyFrontend = "192.0.2.102"
    /// The frontend of the traffic over IPv6.
    package static let ipv6Frontend = "2001:db8:1::100"
    /// Frontends of rules that come and go, beside the others.
    package static let spareFrontends = (110...117).map { "192.0.2.\($0)" }
    /// The client's address, and the one whose replies the members send through the node.
    package static let clientAddress = "192.0.2.1"
    package static let clientAddress6 = "2001:db8:1::1"
    package static let translatedClientAddress = "192.0.2.3"
    /// The node's address.
    package static let nodeAddress = "192.0.2.2"
    package static let nodeAddress6 = "2001:db8:1::2"

    /// Where the client's traffic to a rule comes from.
    static func clientAddress(for rule: SoakConfiguration.Rule) -> String {
        if rule.version == .ipv6 { return clientAddress6 }
        return rule.frontend == translatedFrontend ? translatedClientAddress : clientAddress
    }

    /// A member's own address.
    package static func address(ofMember number: Int, _ version: IPVersion = .ipv4) -> String {
        (version == .ipv4 ? "192.0.2." : "2001:db8:1::") + "\(10 + number)"
    }

    /// The rules that carry numbered datagrams.
    package static let streams = [
        SoakConfiguration.Rule(
            name: "datagrams-steady",
            frontend: steadyFrontend,
            transport: "Udp",
            port: 7100,
            pool: steadyPool
        ),
        SoakConfiguration.Rule(
            name: "datagrams-changing",
            frontend: frontend,
            transport: "Udp",
            port: 7101,
            pool: changingPool
        ),
        SoakConfiguration.Rule(
            name: "datagrams-tracked",
            frontend: frontend,
            transport: "Udp",
            port: 7102,
            pool: changingPool,
            tracks: true
        ),
        SoakConfiguration.Rule(
            name: "datagrams-ipv6",
            frontend: ipv6Frontend,
            transport: "Udp",
            port: 7103,
            pool: changingPool
        ),
    ]

    /// The rules that carry long connections.
    package static let connectionRules = [
        SoakConfiguration.Rule(
            name: "connections-changing",
            frontend: frontend,
            port: 7000,
            pool: changingPool
        ),
        SoakConfiguration.Rule(
            name: "connections-tracked",
            frontend: frontend,
            port: 7001,
            pool: changingPool,
            tracks: true
        ),
        SoakConfiguration.Rule(
            name: "connections-translated",
            frontend: translatedFrontend,
            port: 7002,
            pool: changingPool,
            isFloating: false
        ),
        SoakConfiguration.Rule(
            name: "connections-steady",
            frontend: steadyFrontend,
            port: 7003,
            pool: steadyPool
        ),
        SoakConfiguration.Rule(
            name: "connections-ipv6",
            frontend: ipv6Frontend,
            port: 7004,
            pool: changingPool
        ),
    ]

    /// The configuration before the first change: every member is in, so that the node knows all.
    package static var configuration: SoakConfiguration {
        let all = (1...memberCount).map { SoakConfiguration.Member(number: $0) }
        let steady = anchors.map { SoakConfiguration.Member(number: $0) }
        return SoakConfiguration(
            pools: [changingPool: all, sparePool: all, steadyPool: steady],
            rules: streams + connectionRules
        )
    }
}
