import Addresses

/// What a soak's load balancer is configured to, as its changes see it.
package struct SoakConfiguration: Hashable, Sendable {
    /// A member of a pool, by its number.
    package struct Member: Hashable, Sendable {
        package let number: Int
        package var isDown = false
        package var weight = 1

        package init(number: Int) {
            self.number = number
        }
    }

    /// A load-balancing rule.
    package struct Rule: Hashable, Sendable {
        package let name: String
        package let frontend: String
        package let transport: String
        package let port: Int
        package let backendPort: Int
        package let pool: String
        package let tracks: Bool
        package var isFloating: Bool
        package var distribution = Distribution.default

        package init(
            name: String,
            frontend: String,
            transport: String = "Tcp",
            port: Int,
            backendPort: Int? = nil,
            pool: String,
            tracks: Bool = false,
            isFloating: Bool = true
        ) {
            self.name = name
            self.frontend = frontend
            self.transport = transport
            self.port = port
            self.backendPort = backendPort ?? port
            self.pool = pool
            self.tracks = tracks
            self.isFloating = isFloating
        }

        /// The version of the frontend's address.
        package var version: IPVersion { frontend.contains(":") ? .ipv6 : .ipv4 }
    }

    /// Which parts of a packet choose the member.
    package enum Distribution: String, Hashable, Sendable, CaseIterable {
        case `default` = "Default"
        case sourceIP = "SourceIP"
        case sourceIPProtocol = "SourceIPProtocol"
    }

    /// The members of each pool, in the order of their numbers.
    package var pools: [String: [Member]]
    /// The rules; those of the numbered traffic come first and stay.
    package var rules: [Rule]

    package init(pools: [String: [Member]], rules: [Rule]) {
        self.pools = pools
        self.rules = rules
    }

    /// Makes one change; one that does not fit changes nothing.
    package mutating func apply(_ change: SoakChange) {
        switch change {
        case .addMember(let pool, let number):
            guard pools[pool]?.contains(where: { $0.number == number }) == false else { return }
            pools[pool]?.append(Member(number: number))
            pools[pool]?.sort { $0.number < $1.number }
        case .removeMember(let pool, let number):
            pools[pool]?.removeAll { $0.number == number }
        case .setAdminState(let pool, let number, let isDown):
            edit(number, of: pool) { $0.isDown = isDown }
        case .setWeight(let pool, let number, let weight):
            edit(number, of: pool) { $0.weight = weight }
        case .setDistribution(let name, let distribution):
            edit(name) { $0.distribution = distribution }
        case .setFloatingIP(let name, let isFloating):
            edit(name) { $0.isFloating = isFloating }
        case .addRule(let rule):
            guard !rules.contains(where: { $0.name == rule.name }) else { return }
            rules.append(rule)
        case .removeRule(let name):
            rules.removeAll { $0.name == name }
        }
    }

    private mutating func edit(
        _ number: Int,
        of pool: String,
        _ body: (inout Member) -> Void
    ) {
        guard let index = pools[pool]?.firstIndex(where: { $0.number == number }) else { return }
        body(&pools[pool, default: []][index])
    }

    private mutating func edit(_ name: String, _ body: (inout Rule) -> Void) {
        guard let index = rules.firstIndex(where: { $0.name == name }) else { return }
        body(&rules[index])
    }
}
