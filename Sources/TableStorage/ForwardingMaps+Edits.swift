import BPF
import PacketFormats
import Planning
import Tables

extension ForwardingMaps {
    /// Makes one edit in the kernel's maps.
    public func apply(_ edit: TableEdit) throws(BPFError) {
        switch edit {
        case .resetCounters(let rule): try counters.setPerCPU(rule, RuleCounters())
        case .setInterface(let index, let entry): try interfaces.set(index, entry)
        case .addEgress(let index): try egress.set(index, EgressEntry(interface: index))
        case .setBackend(let index, let entry): try backends.set(UInt32(index), entry)
        case .setLookupTable(let index, let slots): try setLookupTable(index, slots)
        case .changeSlots(let index, let changes):
            try changeSlots(index, changes.lazy.map { (number: $0.number, content: $0.content) })
        case .setReply(let key, let entry): try replies.set(key, entry)
        case .setFormerRule(let rule, let entry): try formerRules.set(rule, entry)
        case .setMemberLink(let key, let backend): try memberLinks.set(key, backend)
        case .setTransit(let key, let entry): try transits.set(key, entry)
        case .setFrontend(let key, let entry): try setFrontend(key, entry)
        case .removeFrontend(let key): try removeFrontend(key)
        case .removeTransit(let key): try transits.remove(key)
        case .removeMemberLink(let key): try memberLinks.remove(key)
        case .removeFormerRule(let rule): try formerRules.remove(rule)
        case .removeReply(let key): try replies.remove(key)
        case .removeLookupTable(let index): try lookupTables.remove(index)
        case .removeBackend(let index): try removeBackend(index)
        case .removeEgress(let index): try egress.remove(index)
        case .removeInterface(let index): try interfaces.remove(index)
        }
    }
}

extension BackendEntry {
    /// What an array entry holds that was never written: an array cannot lose one.
    public static var unused: BackendEntry {
        BackendEntry(
            address: AddressBits(high: 0, low: 0),
            destination: .unknown,
            source: .unknown,
            interface: 0
        )
    }
}
