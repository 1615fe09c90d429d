import PacketFormats
import Resources
import Tables

/// Turns a configuration into the contents of the forwarding tables.
public enum Planner {
    /// The tables for a configuration, and the edits that lead there.
    ///
    /// A pure function: equal inputs give equal plans on every machine, whatever order dictionaries
    /// have. An index that is in use in the present tables keeps its meaning until all edits are
    /// made, so a plan of which only the first edits were made is a sound start for the next.
    ///
    /// - Parameter tables: what the last plan worked out, which makes a small change quicker.
    public static func plan(
        _ input: PlanningInput,
        remembering tables: inout MaglevTables
    ) throws(PlanningError) -> Plan {
        try plan(input, remembering: &tables, slots: Limits.slots)
    }

    /// A plan that remembers nothing of others.
    public static func plan(_ input: PlanningInput) throws(PlanningError) -> Plan {
        try plan(input, slots: Limits.slots)
    }

    /// A plan with small lookup tables, for tests that make thousands.
    package static func plan(
        _ input: PlanningInput,
        slots: Int
    ) throws(PlanningError) -> Plan {
        var tables = MaglevTables()
        return try plan(input, remembering: &tables, slots: slots)
    }

    /// A plan with small lookup tables, by what the last one worked out.
    package static func plan(
        _ input: PlanningInput,
        remembering maglev: inout MaglevTables,
        slots: Int
    ) throws(PlanningError) -> Plan {
        defer { maglev.endPlan() }
        let present = input.present
        let rules = try PlacedRule.place(input.configuration.rules, present: present)
        let backends = try BackendPlacement(
            rules,
            deliveries: input.deliveries,
            interfaces: input.interfaces,
            present: present
        )
        let formers = FormerRulePlacement(rules, input)
        let tables = try LookupTablePlacement(
            rules,
            formers: formers,
            backends: backends,
            input: input,
            maglev: &maglev,
            slots: slots
        )
        let links = try MemberLinkPlacement(rules, backends, input)
        var frontends = try FrontendPlacement(
            rules,
            input,
            lookupTables: tables,
            formers: formers
        )
        frontends.mark(rulesWithLocalMember: links.rules)
        var image = TableImage()
        image.frontends = frontends.frontends
        image.transits = frontends.transits
        image.memberLinks = links.entries
        image.formerRules = formers.entries(tables)
        image.replies = try ReplyPlacement(
            rules,
            formers: formers,
            nodeAddresses: input.nodeAddresses,
            present: present
        ).entries
        image.backends = backends.entries
        image.lookupTables = tables.tables
        image.egress = backends.egress
        for interface in input.interfaces {
            image.interfaces[interface.index] = InterfaceEntry(ethernet: interface.ethernet)
        }
        try checkCapacity(present, image)
        return Plan(
            image: image,
            edits: present.edits(toReach: image),
            ruleIndices: Dictionary(uniqueKeysWithValues: rules.map { ($0.index, $0.rule.id) }),
            members: backends.members(of: rules)
        )
    }

    /// Checks that the tables hold the old and the new entries at once, as they do before the
    /// removals; indices see to that themselves.
    private static func checkCapacity(
        _ old: TableImage,
        _ new: TableImage
    ) throws(PlanningError) {
        let counts: [(LimitedTable, Int)] = [
            (.frontends, union(old.frontends.keys, new.frontends.keys)),
            (.transits, union(old.transits.keys, new.transits.keys)),
            (.replies, union(old.replies.keys, new.replies.keys)),
            (.memberLinks, union(old.memberLinks.keys, new.memberLinks.keys)),
            (.interfaces, union(old.interfaces.keys, new.interfaces.keys)),
            (.egress, union(old.egress, new.egress)),
        ]
        for (table, count) in counts where count > Int(table.capacity) {
            throw .limitReached(table)
        }
    }

    private static func union<Key: Hashable>(
        _ old: some Collection<Key>,
        _ new: some Collection<Key>
    ) -> Int {
        Set(old).union(new).count
    }
}
