import Forwarding
import KernelInterface
import PacketFormats
import Tables

/// The tables as kernel maps.
struct KernelTables: TableAccess {
    @inline(__always)
    func frontend(_ key: FrontendKey) -> UnsafeMutablePointer<FrontendEntry>? {
        guard let epoch = FrontendEpoch.lookup(0),
            let cached = FrontendCache.lookup(FrontendCache.index(of: key))
        else { return Frontends.lookup(key) }
        if cached.pointee.version == epoch.pointee &+ 1, cached.pointee.key == key {
            return withUnsafeMutablePointer(to: &cached.pointee.entry) { $0 }
        }
        // Before the table is read, or what was there before a change could be kept as after it.
        let version = apus_load_ordered(epoch) &+ 1
        guard let entry = Frontends.lookup(key) else { return nil }
        if version & 1 == 0 { return entry }
        cached.pointee.version = 0
        cached.pointee.key = key
        cached.pointee.entry = entry.pointee
        cached.pointee.version = version
        return entry
    }

    @inline(__always)
    func transit(_ key: TransitKey) -> UnsafeMutablePointer<FrontendEntry>? {
        Transits.lookup(key)
    }

    @inline(__always)
    func former(_ rule: UInt32) -> UnsafeMutablePointer<FrontendEntry>? {
        FormerRules.lookup(rule)
    }

    @inline(__always)
    func memberLink(_ key: MemberLinkKey) -> UnsafeMutablePointer<UInt32>? {
        MemberLinks.lookup(key)
    }

    @inline(__always)
    func reply(_ key: ReplyKey) -> UnsafeMutablePointer<ReplyEntry>? {
        Replies.lookup(key)
    }

    @inline(__always)
    func lookupSlots(_ lookupTable: UInt32) -> UnsafeMutablePointer<LookupSlot>? {
        guard let inner = LookupTables.lookup(lookupTable) else { return nil }
        return withUnsafePointer(to: UInt32(0)) { key in
            bpf_map_lookup_elem(inner, key)?.assumingMemoryBound(to: LookupSlot.self)
        }
    }

    @inline(__always)
    func handshake(_ flow: FlowKey) -> UnsafeMutablePointer<PinEntry>? {
        Handshakes.lookup(flow)
    }

    @inline(__always)
    func setHandshake(_ flow: FlowKey, _ entry: PinEntry) {
        _ = Handshakes.update(flow, entry)
    }

    @inline(__always)
    func removeHandshake(_ flow: FlowKey) {
        Handshakes.remove(flow)
    }

    @inline(__always)
    func backend(_ index: UInt32) -> UnsafeMutablePointer<BackendEntry>? {
        Backends.lookup(index)
    }

    @inline(__always)
    func interface(_ index: UInt32) -> UnsafeMutablePointer<InterfaceEntry>? {
        Interfaces.lookup(index)
    }

    @inline(__always)
    func counters(_ rule: UInt32) -> UnsafeMutablePointer<RuleCounters>? {
        RuleCounts.lookup(rule)
    }
}
