/// One change of the configuration.
package enum SoakChange: Hashable, Sendable {
    /// A member comes into a pool.
    case addMember(pool: String, number: Int)
    /// A member leaves a pool.
    case removeMember(pool: String, number: Int)
    /// A member takes new flows, or none.
    case setAdminState(pool: String, number: Int, isDown: Bool)
    /// A member's share of new flows changes.
    case setWeight(pool: String, number: Int, weight: Int)
    /// Other parts of a packet choose a rule's member; flows stay where they are.
    case setDistribution(rule: String, SoakConfiguration.Distribution)
    /// A rule's new flows keep their destination, or not; others go on as they began.
    case setFloatingIP(rule: String, Bool)
    /// A rule beside those of the numbered traffic comes.
    case addRule(SoakConfiguration.Rule)
    /// Such a rule goes.
    case removeRule(String)

    /// The kind that it is counted as.
    package var kind: ChangeKind {
        switch self {
        case .addMember: .memberIn
        case .removeMember: .memberOut
        case .setAdminState: .adminState
        case .setWeight: .weight
        case .setDistribution: .distribution
        case .setFloatingIP: .floatingIP
        case .addRule: .ruleAdded
        case .removeRule: .ruleRemoved
        }
    }

    /// What it changes; two changes of one thing at once would hide one another.
    package var target: String {
        switch self {
        case .addMember(let pool, let number), .removeMember(let pool, let number),
            .setAdminState(let pool, let number, _), .setWeight(let pool, let number, _):
            "member \(number) of \(pool)"
        case .addRule(let rule): "rule \(rule.name)"
        case .removeRule(let name), .setDistribution(let name, _), .setFloatingIP(let name, _):
            "rule \(name)"
        }
    }
}

extension SoakChange: CustomStringConvertible {
    /// The change in words.
    package var description: String {
        switch self {
        case .addMember: "\(target) in"
        case .removeMember: "\(target) out"
        case .setAdminState(_, _, let isDown): "\(target) \(isDown ? "Down" : "None")"
        case .setWeight(_, _, let weight): "\(target) weight \(weight)"
        case .setDistribution(_, let distribution): "\(target) \(distribution.rawValue)"
        case .setFloatingIP(_, let isFloating): "\(target) Floating IP \(isFloating ? "on" : "off")"
        case .addRule: "\(target) added"
        case .removeRule: "\(target) removed"
        }
    }
}
