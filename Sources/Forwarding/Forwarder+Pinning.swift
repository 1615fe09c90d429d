import PacketFormats
import Tables

extension Forwarder {
    /// Where a packet goes whose slot or rule has flows that the slot alone does not know.
    @inlinable @inline(__always)
    func rememberedPlacement(
        of flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ slot: LookupSlot
    ) -> Placement {
        let isTCP = flow.transport == IPProtocolNumber.tcp
        let isTracked = rule.pointee.options.contains(.tracksFlows)
        guard isTCP || isTracked && flow.transport == IPProtocolNumber.udp else {
            return Placement(slot.current, rule)
        }
        let key = flow.key(rule: rule.pointee.rule)
        if flow.flags.opensConnection && !flow.isError { return beginFlow(flow, rule, slot, key) }
        let now = packet.now()
        // Unusual packets are few, and would make the program too long for the kernel's verifier.
        let isCopied = flow.isCommon && !isTracked
        if isCopied, let copy = tables.cachedPin(key, at: now), leadsToBackend(copy) {
            renew(copy, flow, key, rule, now)
            return Placement(copy)
        }
        if let pin = tables.pin(key), pin.pointee.expires > now, leadsToBackend(pin) {
            if !flow.isError { renew(pin, flow, key, rule, now) }
            if isCopied { tables.cachePin(key, pin, at: now) }
            return Placement(pin)
        }
        var chosen = home(of: flow, rule, slot, isTCP)
        let handshake = tables.handshake(key)
        if let handshake, handshake.pointee.expires > now, leadsToBackend(handshake) {
            chosen = Placement(handshake)
        }
        // Of an error nothing is remembered, because anyone can forge one; of a reset neither.
        if chosen.backend == 0 || flow.isError || flow.flags.contains(.rst) { return chosen }
        pin(flow, rule, chosen, key, now, handshake)
        return chosen
    }

    /// Where a flow began of which nothing is remembered: before the last change of its rule or slot.
    ///
    /// UDP has no SYN: a flow without a pin is taken for a new one.
    @inlinable @inline(__always)
    func home(
        of flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ slot: LookupSlot,
        _ isTCP: Bool
    ) -> Placement {
        if !isTCP { return Placement(slot.current, rule) }
        if rule.pointee.options.contains(.hasFormer),
            let former = tables.former(rule.pointee.rule),
            let slots = tables.lookupSlots(former.pointee.lookupTable)
        {
            let kept = slots[FlowHash.slot(of: flow, former.pointee)].current
            if kept != 0 { return Placement(kept, former) }
        }
        return Placement(slot.settled != 0 ? slot.settled : slot.current, rule)
    }

    /// A SYN goes to the backend for new flows; what was remembered of its ports before is void.
    @inlinable @inline(__always)
    func beginFlow(
        _ flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ slot: LookupSlot,
        _ key: FlowKey
    ) -> Placement {
        let chosen = Placement(slot.current, rule)
        let now = packet.now()
        tables.removePin(key, at: now)
        if slot.current == 0 {
            tables.removeHandshake(key)
            return chosen
        }
        let expires = now &+ Limits.handshakeNanoseconds
        let entry = chosen.pin(until: expires, isClosing: false, SequenceNumbers())
        tables.setHandshake(key, entry)
        return chosen
    }

    /// Notes that a pinned flow was seen.
    ///
    /// Its pin is not removed by a reset, which may be forged: the end that it is for decides.
    @inlinable @inline(__always)
    func renew(
        _ pin: UnsafeMutablePointer<PinEntry>,
        _ flow: Flow,
        _ key: FlowKey,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ now: UInt64
    ) {
        let closes = isClosing(flow)
        if closes {
            pin.pointee.options = PinOptions(rawValue: pin.pointee.options.rawValue | 1)
        }
        let numbers = sequenceNumbers(flow)
        pin.pointee.advance(sequence: numbers.next, acknowledgement: numbers.acknowledged)
        let expires = pin.pointee.expires
        var least = now &+ idleNanoseconds(rule)
        // Too soon, or, since the flow closes, too late: either way the difference is a large one.
        guard closes || expires &- least > Limits.renewalNanoseconds else { return }
        if pin.pointee.options.contains(.isClosing) {
            least = now &+ Limits.closingNanoseconds
            guard expires &- least > Limits.renewalNanoseconds else { return }
        }
        tables.renewPin(key, pin, from: expires, to: least &+ Limits.renewalNanoseconds)
    }

    /// Pins a flow where it is.
    @inlinable @inline(__always)
    func pin(
        _ flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ chosen: Placement,
        _ key: FlowKey,
        _ now: UInt64,
        _ handshake: UnsafeMutablePointer<PinEntry>?
    ) {
        let isClosing = isClosing(flow)
        let life = isClosing ? Limits.closingNanoseconds : idleNanoseconds(rule)
        let expires = now &+ life &+ Limits.renewalNanoseconds
        let entry = chosen.pin(
            until: expires,
            isClosing: isClosing,
            sequenceNumbers(flow)
        )
        // The pin before the handshake goes: another CPU may have the flow's next packet.
        if tables.setPin(key, entry) {
            if handshake != nil { tables.removeHandshake(key) }
            return
        }
        // No room for a pin: a flow that has a handshake lives on in that.
        if let handshake, handshake.pointee.backend == chosen.backend {
            handshake.pointee.expires = expires
        }
        if let counters = tables.counters(rule.pointee.rule) {
            counters.pointee.unpinnedFlows &+= 1
        }
    }

    @inlinable @inline(__always)
    func isClosing(_ flow: Flow) -> Bool { flow.flags.rawValue & 0x05 != 0 }

    @inlinable @inline(__always)
    func idleNanoseconds(_ rule: UnsafeMutablePointer<FrontendEntry>) -> UInt64 {
        UInt64(rule.pointee.idleSeconds) &* 1_000_000_000
    }

    /// The numbers of a segment; none of a packet without a TCP header.
    @inlinable @inline(__always)
    func sequenceNumbers(_ flow: Flow) -> SequenceNumbers {
        guard flow.transport == IPProtocolNumber.tcp, !flow.isLaterFragment, !flow.isFirstFragment
        else { return SequenceNumbers() }
        let cursor = Cursor(position: flow.transportHeader, end: packet.end)
        return SequenceNumbers(cursor, length: flow.transportLength)
    }

    /// Whether the backend of a pin or a handshake still is one.
    @inlinable @inline(__always)
    func leadsToBackend(_ pin: UnsafeMutablePointer<PinEntry>) -> Bool {
        guard let backend = tables.backend(UInt32(pin.pointee.backend)) else { return false }
        // A removed backend's entry is all zeros.
        return backend.pointee.interface != 0
    }
}
