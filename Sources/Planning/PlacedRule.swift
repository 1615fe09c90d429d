import Resources
import Tables

/// A rule with its place in the tables.
struct PlacedRule {
    /// The rule.
    let rule: ResolvedRule
    /// What selects it.
    let key: FrontendKey
    /// The index of its counters.
    let index: UInt32

    /// Whether the rule is new, or spreads and rewrites packets as it does in the present tables.
    func isSteady(in present: TableImage, hashSeed: UInt64) -> Bool {
        guard let entry = present.frontends[key], entry.options.contains(.hasRule) else {
            return true
        }
        let way: RuleOptions = [.floatingIP, .hashesPorts, .hashesTransport, .symmetric]
        return entry.hashSeed == hashSeed && entry.backendPort == rule.writtenPort
            && entry.options.intersection(way) == rule.options.intersection(way)
    }

    /// Gives each rule an index: the one that its key has now, else one that is free now.
    ///
    /// - Returns: the rules in the wire order of their keys.
    static func place(
        _ rules: [ResolvedRule],
        present: TableImage
    ) throws(PlanningError) -> [PlacedRule] {
        var byKey: [FrontendKey: ResolvedRule] = [:]
        for rule in rules.sorted(by: { $0.id < $1.id }) {
            if let other = byKey.updateValue(rule, forKey: rule.frontendKey) {
                throw .sameFrontend(first: other.id, second: rule.id)
            }
        }
        let sorted = byKey.sorted { WireOrder($0.key) < WireOrder($1.key) }
        var kept: [FrontendKey: UInt32] = [:]
        var taken: Set<UInt32> = [0]
        for (key, _) in sorted {
            guard let entry = present.frontends[key], entry.options.contains(.hasRule),
                entry.rule < Limits.rules, taken.insert(entry.rule).inserted
            else { continue }
            kept[key] = entry.rule
        }
        var pool = IndexPool(
            1..<Limits.rules,
            occupied: present.ruleIndices,
            of: .rules
        )
        var placed: [PlacedRule] = []
        for (key, rule) in sorted {
            let index: UInt32
            if let old = kept[key] { index = old } else { index = try pool.take() }
            placed.append(PlacedRule(rule: rule, key: key, index: index))
        }
        return placed
    }
}
