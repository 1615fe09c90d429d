import Resources

/// What a configuration would change in the data plane's tables.
public struct TableChanges: Hashable, Sendable {
    /// What would change for one rule.
    public struct Rule: Hashable, Sendable {
        /// The rule's id.
        public var id: String
        /// How many slots of its lookup table would get another member for new flows.
        public var slotsMoved: Int
        /// How many slots the table has.
        public var slots: Int

        /// Makes a rule's change from its parts.
        public init(id: String, slotsMoved: Int, slots: Int) {
            self.id = id
            self.slotsMoved = slotsMoved
            self.slots = slots
        }
    }

    /// How many edits the tables would get.
    public var edits: Int
    /// The rules whose slots would move, in the order of their ids.
    public var rules: [Rule]

    /// Makes changes from their parts.
    public init(edits: Int, rules: [Rule]) {
        self.edits = edits
        self.rules = rules
    }

    /// The changes as JSON; shares of flows are between 0 and 1.
    public var json: JSONValue {
        let total = rules.reduce(0) { $0 + $1.slots }
        let moved = rules.reduce(0) { $0 + $1.slotsMoved }
        return .object([
            "edits": .integer(edits),
            "slotsTotal": .integer(total),
            "slotsMoved": .integer(moved),
            "flowsMoved": .number(Self.share(moved, of: total)),
            "rules": .array(
                rules.map { rule in
                    .object([
                        "id": .string(rule.id),
                        "slotsMoved": .integer(rule.slotsMoved),
                        "flowsMoved": .number(Self.share(rule.slotsMoved, of: rule.slots)),
                    ])
                }
            ),
        ])
    }

    private static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }
}
