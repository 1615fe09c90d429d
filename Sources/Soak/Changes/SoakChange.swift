/// One change of the configuration.
package enum SoakChange: Hashable, Sendable {
    /// A member comes into a pool.
    case addMember(pool: String, number: Int)
    /// A member leaves a pool.
    case removeMember(pool: String, number: Int)
    /// A member takes new flows, or none.
    case setAdminState(pool: String, number: Int, isDown: Bool)
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
        case .addRule: .ruleAdded
        case .removeRule: .ruleRemoved
        }
    }

    /// What it changes; two changes of one thing at once would hide one another.
    package var target: String {
        switch self {
        case .addMember(let pool, let number), .removeMember(let pool, let number),
            .setAdminState(let pool, let number, _):
            "member \(number) of \(pool)"
        case .addRule(let rule): "rule \(rule.name)"
        case .removeRule(let name): "rule \(name)"
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
        case .addRule: "\(target) added"
        case .removeRule: "\(target) removed"
        }
    }
}
