import Resources
import Tables

/// The rules whose flows may have begun under another entry than the one that is to be.
///
/// When a live rule's distribution, floating IP or backend port changes, its entry becomes the
/// former one: flows of which nothing is remembered go on by it, and are pinned there. While it is
/// there, later changes leave it as it is, because flows without a pin still began under it.
struct FormerRulePlacement {
    /// What a rule's flows began under.
    struct Former {
        /// The rule that is to be.
        let placed: PlacedRule
        /// The entry, as it stands in the present tables.
        let entry: FrontendEntry
        /// Whether the entry already is a former one, and its lookup table one of its own.
        let isOld: Bool
    }

    /// The former rules, by the index of their counters.
    private(set) var formers: [UInt32: Former] = [:]

    /// Finds what of the present tables flows still need.
    ///
    /// UDP has no part in it: a datagram goes where the rule says now.
    init(_ rules: [PlacedRule], _ input: PlanningInput) {
        let present = input.present
        for placed in rules where placed.rule.transport != .udp {
            guard let entry = present.frontends[placed.key], entry.options.contains(.hasRule)
            else { continue }
            if entry.options.contains(.hasFormer), !input.retiredFormers.contains(placed.index),
                let former = present.formerRules[placed.index]
            {
                formers[placed.index] = Former(placed: placed, entry: former, isOld: true)
            } else if !placed.isSteady(in: present, hashSeed: input.hashSeed) {
                var former = entry
                former.options.remove(.hasFormer)
                formers[placed.index] = Former(placed: placed, entry: former, isOld: false)
            }
        }
    }

    /// The former rules' entries, with the lookup tables that were placed for them.
    func entries(_ tables: LookupTablePlacement) -> [UInt32: FrontendEntry] {
        formers.mapValues { former in
            var entry = former.entry
            entry.lookupTable = tables.index(ofFormer: former.placed.index)
            return entry
        }
    }
}
