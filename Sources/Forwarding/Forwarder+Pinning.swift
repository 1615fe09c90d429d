import PacketFormats
import Tables

extension Forwarder {
    /// The backend of a packet: the slot's, unless the slot is unsettled or the rule tracks flows.
    @inlinable @inline(__always)
    func backend(
        of flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ slot: LookupSlot,
        _ number: UInt32
    ) -> UInt16 {
        let tracks = rule.pointee.options.contains(.tracksFlows)
        if !slot.isUnsettled && !tracks { return slot.current }
        if flow.transport == IPProtocolNumber.tcp {
            return flow.flags.opensConnection
                ? beginFlow(flow, rule, slot, number) : continueFlow(flow, rule, slot, number)
        }
        if tracks && flow.transport == IPProtocolNumber.udp {
            return continueFlow(flow, rule, LookupSlot(settledOn: slot.current), number)
        }
        return slot.current
    }

    /// A SYN goes to the backend for new flows; what was remembered of its ports before is void.
    @inlinable @inline(__always)
    func beginFlow(
        _ flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ slot: LookupSlot,
        _ number: UInt32
    ) -> UInt16 {
        let key = flow.key
        tables.removePin(key)
        if slot.current == 0 {
            tables.removeHandshake(key)
            return 0
        }
        let entry = PinEntry(
            expires: packet.now() &+ Limits.handshakeNanoseconds,
            rule: rule.pointee.rule,
            slot: number,
            backend: slot.current
        )
        tables.setHandshake(key, entry)
        return slot.current
    }

    /// Any other packet goes where its pin or its SYN went; without either, to the settled backend.
    @inlinable @inline(__always)
    func continueFlow(
        _ flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ slot: LookupSlot,
        _ number: UInt32
    ) -> UInt16 {
        let key = flow.key
        let now = packet.now()
        let idle = UInt64(rule.pointee.idleSeconds) &* 1_000_000_000
        let isClosing: UInt16 = flow.flags.contains(.fin) ? 1 : 0
        if let pin = tables.pin(key), isLive(pin, rule, now) {
            let chosen = pin.pointee.backend
            if isClosing != 0 { pin.pointee.isClosing = 1 }
            let life = pin.pointee.isClosing != 0 ? Limits.closingNanoseconds : idle
            pin.pointee.expires = now &+ life
            if flow.flags.contains(.rst) { tables.removePin(key) }
            return chosen
        }
        var chosen = slot.settled != 0 ? slot.settled : slot.current
        if let handshake = tables.handshake(key) {
            if isLive(handshake, rule, now) { chosen = handshake.pointee.backend }
            tables.removeHandshake(key)
        }
        if chosen == 0 || flow.flags.contains(.rst) { return chosen }
        let entry = PinEntry(
            expires: now &+ (isClosing != 0 ? Limits.closingNanoseconds : idle),
            rule: rule.pointee.rule,
            slot: number,
            backend: chosen,
            isClosing: isClosing
        )
        if !tables.setPin(key, entry), let counters = tables.counters(rule.pointee.rule) {
            counters.pointee.unpinnedFlows &+= 1
        }
        return chosen
    }

    /// Whether a pin holds: in time, of this rule, and of a backend that still is one.
    @inlinable @inline(__always)
    func isLive(
        _ pin: UnsafeMutablePointer<PinEntry>,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ now: UInt64
    ) -> Bool {
        guard pin.pointee.expires > now, pin.pointee.rule == rule.pointee.rule,
            let backend = tables.backend(UInt32(pin.pointee.backend))
        else { return false }
        // A removed backend's entry is all zeros.
        return backend.pointee.interface != 0
    }
}
