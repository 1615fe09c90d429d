import Tables

extension TableImage {
    /// The edits that turn these tables into others, in an order in which traffic may go on.
    ///
    /// What an entry needs is there before it and goes after it: backends before lookup tables
    /// before rules; the bare address before its rules. Replies come before lookup tables, because
    /// a table that changes in place may send packets to a new member at once. A next-hop frontend's
    /// transit entry comes before the frontend entry that announces its Ethernet address, so that no
    /// neighbour is told of an address that nothing answers for. Equal tables give no edits.
    public func edits(toReach target: TableImage) -> [TableEdit] {
        let interfaces = EntryChanges(self.interfaces, target.interfaces) { WireOrder($0) }
        let backends = EntryChanges(self.backends, target.backends) { WireOrder($0) }
        let tables = EntryChanges(lookupTables, target.lookupTables) { WireOrder($0) }
        let replies = EntryChanges(self.replies, target.replies) { WireOrder($0) }
        let formers = EntryChanges(formerRules, target.formerRules) { WireOrder($0) }
        let links = EntryChanges(memberLinks, target.memberLinks) { WireOrder($0) }
        let transits = EntryChanges(self.transits, target.transits) { WireOrder($0) }
        let frontends = EntryChanges(self.frontends, target.frontends) { WireOrder($0) }

        var edits: [TableEdit] = []
        let newRules = target.ruleIndices.subtracting(ruleIndices).sorted()
        edits += newRules.map { .resetCounters(rule: $0) }
        edits += interfaces.written.map { .setInterface(index: $0.key, $0.value) }
        edits += target.egress.subtracting(egress).sorted().map { .addEgress(interface: $0) }
        edits += backends.written.map { .setBackend(index: $0.key, $0.value) }
        edits += replies.written.map { .setReply($0.key, $0.value) }
        edits += tables.written.map { edit(lookupTable: $0.key, toReach: $0.value) }
        edits += formers.written.map { .setFormerRule(rule: $0.key, $0.value) }
        edits += links.written.map { .setMemberLink($0.key, backend: $0.value) }
        edits += transits.written.map { .setTransit($0.key, $0.value) }
        edits += frontends.written.map { .setFrontend($0.key, $0.value) }

        edits += frontends.removed.map { .removeFrontend($0) }
        edits += transits.removed.map { .removeTransit($0) }
        edits += links.removed.map { .removeMemberLink($0) }
        edits += formers.removed.map { .removeFormerRule(rule: $0) }
        edits += tables.removed.map { .removeLookupTable(index: $0) }
        edits += replies.removed.map { .removeReply($0) }
        edits += backends.removed.map { .removeBackend(index: $0) }
        let oldEgress = egress.subtracting(target.egress).sorted(by: >)
        edits += oldEgress.map { .removeEgress(interface: $0) }
        edits += interfaces.removed.map { .removeInterface(index: $0) }
        return edits
    }

    /// The edit that gives a lookup table other slots: in place, where it has as many.
    func edit(lookupTable index: UInt32, toReach slots: [LookupSlot]) -> TableEdit {
        guard let present = lookupTables[index], present.count == slots.count else {
            return .setLookupTable(index: index, slots)
        }
        return .changeSlots(lookupTable: index, SlotChange.changes(present, slots))
    }

    /// The indices of all rules whose counters the packet program may touch.
    var ruleIndices: Set<UInt32> {
        var indices = Set(frontends.values.map(\.rule))
        indices.formUnion(transits.values.map(\.rule))
        indices.formUnion(replies.values.map(\.rule))
        indices.remove(0)
        return indices
    }
}
