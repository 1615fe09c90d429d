import Addresses
import Forwarding
import PacketFormats
import Planning
import Tables
import TestSupport
import Testing

/// When slots settle, and which pins say nothing any more.
@Suite struct `Slots settle` {
    private static let second: UInt64 = 1_000_000_000
    private static let idle = 240 * second
    private let flow = FlowKey(
        first: AddressBits(ipv4: 1),
        second: SteeringFlow.frontend.bits,
        firstPort: BigEndian(bits: 3),
        secondPort: BigEndian(443),
        transport: 6,
        rule: 1
    )

    /// The slot of the flow under the rule.
    private static let place: Int = {
        var flow = Flow(
            source: AddressBits(ipv4: 1),
            destination: SteeringFlow.frontend.bits,
            transport: 6,
            length: 0
        )
        flow.sourcePort = BigEndian(bits: 3)
        flow.destinationPort = BigEndian(443)
        return FlowHash.slot(of: flow, SteeringRule.first.entry(table: 0, hasFormer: false))
    }()

    /// A table whose slots have all settled on backend 3, but for the flow's.
    private func slots(_ slot: LookupSlot) -> [LookupSlot] {
        var slots = [LookupSlot](repeating: LookupSlot(settledOn: 3), count: Limits.slots)
        slots[Self.place] = slot
        return slots
    }

    private func image(
        _ slot: LookupSlot,
        hasFormer: Bool = false,
        tracks: Bool = false
    ) -> TableImage {
        var image = TableImage()
        var entry = SteeringRule.first.entry(table: 0, hasFormer: hasFormer)
        if tracks { entry.options.insert(.tracksFlows) }
        image.frontends[SteeringTables.keys[0]] = entry
        image.lookupTables[0] = slots(slot)
        return image
    }

    private func pin(
        _ backend: UInt16,
        expires: UInt64,
        options: PinOptions = .keepsAddress
    ) -> PinEntry {
        PinEntry(
            expires: expires,
            backend: backend,
            backendPort: BigEndian(443),
            options: options
        )
    }

    private let moving = LookupSlot(current: 2, unsettledFrom: 1)

    @Test func `after the idle timeout, and not sooner`() {
        var settling = Settling()
        let image = image(moving)
        settling.note(table: 0, image.lookupTables[0], now: 0)
        #expect(settling.sweep(image, pins: [:], now: Self.idle - 1).edits.isEmpty)
        let settled = SlotChange(number: Self.place, content: LookupSlot(settledOn: 2))
        #expect(
            settling.sweep(image, pins: [:], now: Self.idle).edits == [
                .changeSlots(lookupTable: 0, [settled])
            ]
        )
    }

    @Test func `not while a live pin leads elsewhere`() {
        var settling = Settling()
        let image = image(moving)
        settling.note(table: 0, image.lookupTables[0], now: 0)
        let live = [flow: pin(1, expires: 3 * Self.idle)]
        #expect(settling.sweep(image, pins: live, now: 2 * Self.idle).edits.isEmpty)
        let outcome = settling.sweep(image, pins: live, now: 3 * Self.idle)
        #expect(outcome.edits.count == 1)
        #expect(outcome.voidPins == live)
    }

    @Test func `beside pins that lead to the present backend, which go then`() {
        var settling = Settling()
        let image = image(moving)
        settling.note(table: 0, image.lookupTables[0], now: 0)
        let live = [flow: pin(2, expires: 9 * Self.idle)]
        let outcome = settling.sweep(image, pins: live, now: Self.idle)
        #expect(
            outcome.edits == [
                .changeSlots(
                    lookupTable: 0,
                    [SlotChange(number: Self.place, content: LookupSlot(settledOn: 2))]
                )
            ]
        )
        #expect(outcome.voidPins == live)
    }

    @Test func `counted anew when they move away and back between two sweeps`() {
        var settling = Settling()
        let before = image(moving)
        settling.note(table: 0, before.lookupTables[0], now: 0)
        let away = slots(LookupSlot(current: 3, unsettledFrom: 1))
        settling.note(table: 0, away, now: 100 * Self.second)
        settling.note(table: 0, before.lookupTables[0], now: 200 * Self.second)
        #expect(settling.sweep(before, pins: [:], now: Self.idle).edits.isEmpty)
        let later = 200 * Self.second + Self.idle
        #expect(settling.sweep(before, pins: [:], now: later).edits.count == 1)
    }

    @Test func `counted anew when they move again after they settled`() {
        var settling = Settling()
        let before = image(moving)
        settling.note(table: 0, before.lookupTables[0], now: 0)
        #expect(settling.sweep(before, pins: [:], now: Self.idle).edits.count == 1)
        settling.note(table: 0, before.lookupTables[0], now: Self.idle + 1)
        #expect(settling.sweep(before, pins: [:], now: Self.idle + 2).edits.isEmpty)
    }

    @Test func `pins of rules that are gone are void`() {
        var settling = Settling()
        var gone = flow
        gone.rule = 9
        let image = image(LookupSlot(settledOn: 1))
        let pins = [gone: pin(1, expires: .max)]
        #expect(settling.sweep(image, pins: pins, now: 0).voidPins == pins)
    }

    @Test func `pins that are too many for a sweep are void in the next ones`() {
        var settling = Settling()
        let image = image(LookupSlot(settledOn: 1))
        var pins: [FlowKey: PinEntry] = [:]
        for rule in UInt16(9)..<14 {
            var gone = flow
            gone.rule = rule
            pins[gone] = pin(1, expires: .max)
        }
        var counts: [Int] = []
        while !pins.isEmpty, counts.count < 9 {
            let void = settling.sweep(image, pins: pins, now: 0, limit: 2).voidPins
            for flow in void.keys { pins[flow] = nil }
            counts.append(void.count)
        }
        #expect(counts == [2, 2, 1])
    }

    @Test func `pins of settled slots are void, but for rules that track their flows`() {
        var settling = Settling()
        let live = [flow: pin(1, expires: .max)]
        let plain = image(LookupSlot(settledOn: 1))
        #expect(settling.sweep(plain, pins: live, now: 0).voidPins == live)
        let tracked = image(LookupSlot(settledOn: 1), tracks: true)
        #expect(settling.sweep(tracked, pins: live, now: 0) == Settling.Outcome())
    }

    @Test func `a former rule goes after the idle timeout, and not sooner`() {
        var settling = Settling()
        let image = image(LookupSlot(settledOn: 1), hasFormer: true)
        settling.note(rule: 1, image.frontends[SteeringTables.keys[0]], now: 0)
        #expect(settling.isWaiting)
        #expect(settling.sweep(image, pins: [:], now: Self.idle - 1) == Settling.Outcome())
        #expect(settling.sweep(image, pins: [:], now: Self.idle).retiredFormers == [1])
    }

    @Test func `a former rule stays while a live pin differs from the rule and its slot`() {
        var settling = Settling()
        let image = image(LookupSlot(settledOn: 1), hasFormer: true)
        settling.note(rule: 1, image.frontends[SteeringTables.keys[0]], now: 0)
        let elsewhere = pin(2, expires: .max)
        let translated = pin(1, expires: .max, options: [])
        for old in [elsewhere, translated] {
            let outcome = settling.sweep(image, pins: [flow: old], now: Self.idle)
            #expect(outcome == Settling.Outcome())
        }
        let alike = settling.sweep(image, pins: [flow: pin(1, expires: .max)], now: Self.idle)
        #expect(alike.retiredFormers == [1])
        #expect(alike.voidPins.count == 1)
    }

    @Test func `not within the idle timeout after a flow found no room for a pin`() {
        var settling = Settling()
        let image = image(moving, hasFormer: true)
        settling.note(table: 0, image.lookupTables[0], now: 0)
        settling.note(rule: 1, image.frontends[SteeringTables.keys[0]], now: 0)
        settling.note(unpinnedFlows: 7, ofRule: 1, now: 100 * Self.second)
        settling.note(unpinnedFlows: 7, ofRule: 1, now: 200 * Self.second)
        #expect(settling.sweep(image, pins: [:], now: Self.idle) == Settling.Outcome())
        let later = settling.sweep(image, pins: [:], now: 100 * Self.second + Self.idle)
        #expect(later.edits.count == 1)
        #expect(later.retiredFormers == [1])
    }

    @Test func `a rule that changes again counts anew`() {
        var settling = Settling()
        var image = image(LookupSlot(settledOn: 1), hasFormer: true)
        settling.note(rule: 1, image.frontends[SteeringTables.keys[0]], now: 0)
        image.frontends[SteeringTables.keys[0]]?.backendPort = BigEndian(8443)
        settling.note(rule: 1, image.frontends[SteeringTables.keys[0]], now: Self.second)
        #expect(settling.sweep(image, pins: [:], now: Self.idle).retiredFormers.isEmpty)
        let later = Self.second + Self.idle
        #expect(settling.sweep(image, pins: [:], now: later).retiredFormers == [1])
    }
}
