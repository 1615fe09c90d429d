import BPF
import Foundation
import Logging
import Planning
import TableStorage
import Tables

extension Reconciler {
    /// Every few seconds: lets slots settle whose flows are over, and removes pins that are void.
    ///
    /// Nothing is done while nothing is unsettled and no rule tracks its flows.
    public func settle() {
        let tracks = present.frontends.values.contains { $0.options.contains(.tracksFlows) }
        guard settling.isWaiting || tracks || hasPins else { return }
        do {
            let pins = try dataPlane.maps.flowPins.entries()
            hasPins = !pins.isEmpty
            // The slots count as settled only after their edits: one that fails is tried again.
            var swept = settling
            let now = PinClock.now()
            for (rule, count) in try unpinnedFlows() {
                swept.note(unpinnedFlows: count, ofRule: rule, now: now)
            }
            let outcome = swept.sweep(present, pins: pins, now: now, limit: Self.pinsASweep)
            for edit in outcome.edits {
                try dataPlane.maps.apply(edit)
                present.apply(edit)
            }
            settling = swept
            retiredFormers.formUnion(outcome.retiredFormers)
            // Before the pins go: without them the flows of a former rule would go back to it.
            if !retiredFormers.isEmpty, let configuration { try apply(configuration) }
            let removed = try dataPlane.maps.flowPins.removeUnchanged(outcome.voidPins)
            reset(FlowReset.idle(removed, image: present, now: now))
        } catch {
            logger.error("cannot settle lookup tables: \(error)")
        }
    }

    /// How many pins a sweep removes at most: a second of work for an unoptimised build, in which
    /// nothing else is decided.
    private static var pinsASweep: Int { 65_536 }

    /// How many flows of each rule have found no room for a pin.
    private func unpinnedFlows() throws -> [UInt32: UInt64] {
        var counts: [UInt32: UInt64] = [:]
        for entry in present.frontends.values where entry.options.contains(.hasRule) {
            let counters = try dataPlane.maps.counters.perCPU(entry.rule)
            counts[entry.rule] = counters.reduce(0) { $0 + $1.unpinnedFlows }
        }
        return counts
    }

    /// Removes the pins that lead to members which left their rule, so that their flows are steered
    /// anew at once, also when the member goes on in another rule.
    func removePinsOfFormerMembers(_ plan: Plan) throws {
        guard mayHavePins else { return }
        let pins = dataPlane.maps.flowPins
        let former = try pins.entries { !plan.members.allow($0, $1) }
        try pins.remove(Array(former.keys))
        let handshakes = dataPlane.maps.handshakes
        let begun = try handshakes.entries { !plan.members.allow($0, $1) }
        try handshakes.remove(begun.map(\.key))
    }

    /// The flows that end with a plan because the drain period of their member is over.
    func pinsOfDrainedMembers(_ plan: Plan) throws -> [FlowReset] {
        guard mayHavePins, draining.hasEnded else { return [] }
        let pins = try dataPlane.maps.flowPins.entries { !plan.members.allow($0, $1) }
        return FlowReset.drained(pins, image: present, now: PinClock.now())
    }

    /// Sends resets to both ends of flows.
    func reset(_ flows: [FlowReset]) {
        guard !flows.isEmpty else { return }
        do {
            let sender = FlowResetSender()
            for flow in flows { try sender.send(flow) }
            logger.info("flows reset", metadata: ["flows": "\(flows.count)"])
        } catch {
            logger.error("cannot reset flows: \(error)")
        }
    }

    /// Whether the packet program may have pinned flows since the last look.
    private var mayHavePins: Bool {
        hasPins || settling.isWaiting
            || present.frontends.values.contains { $0.options.contains(.tracksFlows) }
    }

    /// Remembers when slots changed: they settle no sooner than the idle timeout after that.
    ///
    /// The edit is in `present` already.
    func noteTableChange(_ edit: TableEdit) {
        switch edit {
        case .setLookupTable(let index, let slots):
            settling.note(table: index, slots, now: PinClock.now())
        case .changeSlots(let index, _):
            settling.note(table: index, present.lookupTables[index], now: PinClock.now())
        case .setFrontend(_, let entry) where entry.options.contains(.hasRule):
            settling.note(rule: entry.rule, entry, now: PinClock.now())
        case .removeFormerRule(let rule):
            settling.note(rule: rule, nil, now: PinClock.now())
        case .removeLookupTable(let index):
            settling.note(table: index, nil, now: PinClock.now())
        default: break
        }
    }
}
