import Tables

/// One slot of a lookup table that gets another content.
public struct SlotChange: Equatable, Hashable, Sendable {
    /// The slot's number.
    public let number: Int
    /// What the slot becomes.
    public let content: LookupSlot

    /// Makes a change.
    public init(number: Int, content: LookupSlot) {
        self.number = number
        self.content = content
    }

    /// What differs between two contents of a table, by ascending number.
    static func changes(_ old: [LookupSlot], _ new: [LookupSlot]) -> [SlotChange] {
        zip(old, new).enumerated().compactMap { number, pair in
            pair.0 == pair.1 ? nil : SlotChange(number: number, content: pair.1)
        }
    }
}

extension [LookupSlot] {
    /// Makes changes; those of slots that the table does not have are left out.
    mutating func apply(_ changes: [SlotChange]) {
        for change in changes where indices.contains(change.number) {
            self[change.number] = change.content
        }
    }
}
