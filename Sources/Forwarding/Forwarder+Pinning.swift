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
        if flow.isError { return rememberedBackend(of: flow, rule, slot) }
        if flow.flags.opensConnection { return beginFlow(flow, rule, slot, number) }
        let isTCP = flow.transport == IPProtocolNumber.tcp
        let isTrackedUDP = tracks && flow.transport == IPProtocolNumber.udp
        guard isTCP || isTrackedUDP else { return slot.current }
        // UDP has no SYN: a flow without a pin is taken for a new one.
        let fallback = isTCP && slot.settled != 0 ? slot.settled : slot.current
        return continueFlow(flow, rule, fallback, number)
    }

    /// The backend that an ICMP error's flow is on; nothing is remembered of it, it may be forged.
    @inlinable @inline(__always)
    func rememberedBackend(
        of flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ slot: LookupSlot
    ) -> UInt16 {
        let key = flow.key(bothDirections: rule.pointee.symmetry != 0)
        let now = packet.now()
        if let pin = tables.pin(key), isLive(pin, rule, now) { return pin.pointee.backend }
        if let handshake = tables.handshake(key), isLive(handshake, rule, now) {
            return handshake.pointee.backend
        }
        let isTCP = flow.transport == IPProtocolNumber.tcp
        return isTCP && slot.settled != 0 ? slot.settled : slot.current
    }

    /// A SYN goes to the backend for new flows; what was remembered of its ports before is void.
    @inlinable @inline(__always)
    func beginFlow(
        _ flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ slot: LookupSlot,
        _ number: UInt32
    ) -> UInt16 {
        let key = flow.key(bothDirections: rule.pointee.symmetry != 0)
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

    /// Any other packet goes where its pin or its SYN went; without either, to the fallback.
    @inlinable @inline(__always)
    func continueFlow(
        _ flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ fallback: UInt16,
        _ number: UInt32
    ) -> UInt16 {
        let key = flow.key(bothDirections: rule.pointee.symmetry != 0)
        let now = packet.now()
        let idle = UInt64(rule.pointee.idleSeconds) &* 1_000_000_000
        let isReset = flow.flags.contains(.rst)
        let isClosing: UInt16 = isReset || flow.flags.contains(.fin) ? 1 : 0
        if let pin = tables.pin(key), isLive(pin, rule, now) {
            // Not removed by a reset, which may be forged: the end that it is for decides.
            if isClosing != 0 { pin.pointee.isClosing = 1 }
            let life = pin.pointee.isClosing != 0 ? Limits.closingNanoseconds : idle
            pin.pointee.expires = now &+ life
            return pin.pointee.backend
        }
        var chosen = fallback
        let handshake = tables.handshake(key)
        if let handshake, isLive(handshake, rule, now) { chosen = handshake.pointee.backend }
        if chosen == 0 || isReset { return chosen }
        let life = isClosing != 0 ? Limits.closingNanoseconds : idle
        let entry = PinEntry(
            expires: now &+ life,
            rule: rule.pointee.rule,
            slot: number,
            backend: chosen,
            isClosing: isClosing
        )
        // The pin before the handshake goes: another CPU may have the flow's next packet.
        if tables.setPin(key, entry) {
            if handshake != nil { tables.removeHandshake(key) }
            return chosen
        }
        // No room for a pin: a flow that has a handshake lives on in that.
        if let handshake, handshake.pointee.backend == chosen {
            handshake.pointee.expires = now &+ life
        }
        if let counters = tables.counters(rule.pointee.rule) {
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
