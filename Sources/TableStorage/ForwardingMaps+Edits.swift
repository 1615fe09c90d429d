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
        case .setReply(let key, let entry): try replies.set(key, entry)
        case .setFormerRule(let rule, let entry): try formerRules.set(rule, entry)
        case .setMemberLink(let key, let backend): try memberLinks.set(key, backend)
        case .setTransit(let key, let entry): try transits.set(key, entry)
        case .setFrontend(let key, let entry): try frontends.set(key, entry)
        case .removeFrontend(let key): try frontends.remove(key)
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

extension ForwardingMaps {
    /// All pins by their flow.
    public func readPins() throws(BPFError) -> [FlowKey: PinEntry] {
        var entries: [FlowKey: PinEntry] = [:]
        for flow in try pins.keys() { entries[flow] = try pins.value(flow) }
        return entries
    }

    /// Removes a backend and the pins that lead to it.
    ///
    /// The pins are void from the first step on; they must be gone before the index or the member
    /// comes back, or they would hold again for flows that began elsewhere meanwhile.
    public func removeBackend(_ index: UInt16) throws(BPFError) {
        try backends.set(UInt32(index), .unused)
        for flow in try pins.keys() where try pins.value(flow)?.backend == index {
            try pins.remove(flow)
        }
        for flow in try handshakes.keys() where try handshakes.value(flow)?.backend == index {
            try handshakes.remove(flow)
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
