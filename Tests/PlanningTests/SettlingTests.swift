import Addresses
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
        source: AddressBits(ipv4: 1),
        destination: AddressBits(ipv4: 2),
        sourcePort: BigEndian(3),
        destinationPort: BigEndian(443),
        transport: 6
    )

    private func image(_ slots: [LookupSlot]) -> TableImage {
        var image = TableImage()
        image.frontends[FrontendKey(address: SteeringFlow.frontend.bits)] = SteeringFlow.entry
        image.lookupTables[0] = slots
        return image
    }

    private func pin(_ backend: UInt16, expires: UInt64, slot: UInt32 = 0) -> PinEntry {
        PinEntry(expires: expires, rule: 1, slot: slot, backend: backend)
    }

    private let moving = LookupSlot(current: 2, unsettledFrom: 1)

    @Test func `after the idle timeout, and not sooner`() {
        var settling = Settling()
        let image = image([moving, LookupSlot(settledOn: 3)])
        settling.note(table: 0, image.lookupTables[0], now: 0)
        #expect(settling.sweep(image, pins: [:], now: Self.idle - 1).edits.isEmpty)
        let settled = [LookupSlot(settledOn: 2), LookupSlot(settledOn: 3)]
        #expect(
            settling.sweep(image, pins: [:], now: Self.idle).edits == [
                .setLookupTable(index: 0, settled)
            ]
        )
    }

    @Test func `not while a live pin leads elsewhere`() {
        var settling = Settling()
        let image = image([moving])
        settling.note(table: 0, image.lookupTables[0], now: 0)
        let live = [flow: pin(1, expires: 3 * Self.idle)]
        #expect(settling.sweep(image, pins: live, now: 2 * Self.idle).edits.isEmpty)
        let outcome = settling.sweep(image, pins: live, now: 3 * Self.idle)
        #expect(outcome.edits.count == 1)
        #expect(outcome.voidPins == [flow])
    }

    @Test func `beside pins that lead to the present backend, which go then`() {
        var settling = Settling()
        let image = image([moving])
        settling.note(table: 0, image.lookupTables[0], now: 0)
        let live = [flow: pin(2, expires: 9 * Self.idle)]
        let outcome = settling.sweep(image, pins: live, now: Self.idle)
        #expect(outcome.edits == [.setLookupTable(index: 0, [LookupSlot(settledOn: 2)])])
        #expect(outcome.voidPins == [flow])
    }

    @Test func `counted anew when they move away and back between two sweeps`() {
        var settling = Settling()
        let before = image([moving])
        settling.note(table: 0, before.lookupTables[0], now: 0)
        let away = [LookupSlot(current: 3, unsettledFrom: 1)]
        settling.note(table: 0, away, now: 100 * Self.second)
        settling.note(table: 0, before.lookupTables[0], now: 200 * Self.second)
        #expect(settling.sweep(before, pins: [:], now: Self.idle).edits.isEmpty)
        let later = 200 * Self.second + Self.idle
        #expect(settling.sweep(before, pins: [:], now: later).edits.count == 1)
    }

    @Test func `counted anew when they move again after they settled`() {
        var settling = Settling()
        let before = image([moving])
        settling.note(table: 0, before.lookupTables[0], now: 0)
        #expect(settling.sweep(before, pins: [:], now: Self.idle).edits.count == 1)
        settling.note(table: 0, before.lookupTables[0], now: Self.idle + 1)
        #expect(settling.sweep(before, pins: [:], now: Self.idle + 2).edits.isEmpty)
    }

    @Test func `pins of rules that are gone are void`() {
        var settling = Settling()
        let gone = PinEntry(expires: .max, rule: 9, slot: 0, backend: 1)
        let image = image([LookupSlot(settledOn: 1)])
        #expect(settling.sweep(image, pins: [flow: gone], now: 0).voidPins == [flow])
    }

    @Test func `pins of settled slots stay: a rule that tracks its flows needs them`() {
        var settling = Settling()
        let image = image([LookupSlot(settledOn: 1)])
        let live = [flow: pin(1, expires: .max)]
        #expect(settling.sweep(image, pins: live, now: 0) == Settling.Outcome())
    }
}
