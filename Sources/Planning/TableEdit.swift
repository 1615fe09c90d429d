import PacketFormats
import Tables

/// One change of the forwarding tables; the cases stand in the order in which a plan makes them.
public enum TableEdit: Equatable, Sendable {
    /// Sets a rule's counters to zero, on every CPU.
    case resetCounters(rule: UInt32)
    /// Adds or replaces an interface that the packet program runs on.
    case setInterface(index: UInt32, InterfaceEntry)
    /// Adds an interface that packets can be redirected to.
    case addEgress(interface: UInt32)
    /// Adds or replaces a backend.
    case setBackend(index: UInt16, BackendEntry)
    /// Adds or replaces what a reply's source becomes.
    case setReply(ReplyKey, ReplyEntry)
    /// Adds a lookup table, or replaces one of another length.
    case setLookupTable(index: UInt32, [LookupSlot])
    /// Changes slots of a lookup table that is there, each at once.
    case changeSlots(lookupTable: UInt32, [SlotChange])
    /// Adds or replaces what a rule was before its last change.
    case setFormerRule(rule: UInt32, FrontendEntry)
    /// Adds or replaces another member of a rule that this node is a member of.
    case setMemberLink(MemberLinkKey, backend: UInt32)
    /// Adds or replaces the rule of a next-hop frontend.
    case setTransit(TransitKey, FrontendEntry)
    /// Adds or replaces a rule or a bare frontend address.
    case setFrontend(FrontendKey, FrontendEntry)
    /// Removes a rule or a bare frontend address.
    case removeFrontend(FrontendKey)
    /// Removes the rule of a next-hop frontend.
    case removeTransit(TransitKey)
    /// Removes another member of a rule that this node is a member of.
    case removeMemberLink(MemberLinkKey)
    /// Removes what a rule was before its last change.
    case removeFormerRule(rule: UInt32)
    /// Removes a lookup table.
    case removeLookupTable(index: UInt32)
    /// Lets the source of a reply be.
    case removeReply(ReplyKey)
    /// Removes a backend.
    case removeBackend(index: UInt16)
    /// Removes an interface from those that packets can be redirected to.
    case removeEgress(interface: UInt32)
    /// Removes an interface from those that the packet program runs on.
    case removeInterface(index: UInt32)
}

extension TableImage {
    /// The tables after one edit.
    public func applying(_ edit: TableEdit) -> TableImage {
        var image = self
        image.apply(edit)
        return image
    }

    /// Makes one edit; counters are no part of an image, so their reset changes nothing.
    public mutating func apply(_ edit: TableEdit) {
        switch edit {
        case .resetCounters: break
        case .setInterface(let index, let entry): interfaces[index] = entry
        case .addEgress(let interface): egress.insert(interface)
        case .setBackend(let index, let entry): backends[index] = entry
        case .setLookupTable(let index, let slots): lookupTables[index] = slots
        case .changeSlots(let index, let changes): lookupTables[index]?.apply(changes)
        case .setReply(let key, let entry): replies[key] = entry
        case .setFormerRule(let rule, let entry): formerRules[rule] = entry
        case .setMemberLink(let key, let backend): memberLinks[key] = backend
        case .setTransit(let key, let entry): transits[key] = entry
        case .setFrontend(let key, let entry): frontends[key] = entry
        case .removeFrontend(let key): frontends[key] = nil
        case .removeTransit(let key): transits[key] = nil
        case .removeMemberLink(let key): memberLinks[key] = nil
        case .removeFormerRule(let rule): formerRules[rule] = nil
        case .removeReply(let key): replies[key] = nil
        case .removeLookupTable(let index): lookupTables[index] = nil
        case .removeBackend(let index): backends[index] = nil
        case .removeEgress(let interface): egress.remove(interface)
        case .removeInterface(let index): interfaces[index] = nil
        }
    }
}
