/// What a soak's load balancer is configured to, as its changes see it.
package struct SoakConfiguration: Hashable, Sendable {
    /// A member of a pool, by its number.
    package struct Member: Hashable, Sendable {
        package let number: Int
        package var isDown = false

        package init(number: Int, isDown: Bool = false) {
            self.number = number
            self.isDown = isDown
        }
    }

    /// A load-balancing rule.
    package struct Rule: Hashable, Sendable {
        package let name: String
        package let frontend: String
        package var transport = "Tcp"
        package let port: Int
        package var backendPort: Int?
        package let pool: String
        package var tracks = false

        package init(
            name: String,
            frontend: String,
            transport: String = "Tcp",
            port: Int,
            backendPort: Int? = nil,
            pool: String,
            tracks: Bool = false
        ) {
            self.name = name
            self.frontend = frontend
            self.transport = transport
            self.port = port
            self.backendPort = backendPort
            self.pool = pool
            self.tracks = tracks
        }

        /// Whether packets keep their destination: the rule has no port of its own at the member.
        package var isFloating: Bool { backendPort == nil }
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
            guard let index = pools[pool]?.firstIndex(where: { $0.number == number }) else {
                return
            }
            pools[pool]?[index].isDown = isDown
        case .addRule(let rule):
            guard !rules.contains(where: { $0.name == rule.name }) else { return }
            rules.append(rule)
        case .removeRule(let name):
            rules.removeAll { $0.name == name }
        }
    }
}
