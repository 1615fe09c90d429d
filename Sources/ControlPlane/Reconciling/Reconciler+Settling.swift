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
        guard settling.hasUnsettledSlots || tracks || hasPins else { return }
        do {
            let pins = try dataPlane.maps.readPins()
            hasPins = !pins.isEmpty
            // The slots count as settled only after their edits: one that fails is tried again.
            var swept = settling
            let outcome = swept.sweep(present, pins: pins, now: Self.pinClock())
            for edit in outcome.edits {
                try dataPlane.maps.apply(edit)
                present.apply(edit)
            }
            settling = swept
            for flow in outcome.voidPins { try dataPlane.maps.pins.remove(flow) }
        } catch {
            logger.error("cannot settle lookup tables: \(error)")
        }
    }

    /// Remembers when slots changed: they settle no sooner than the idle timeout after that.
    func noteTableChange(_ edit: TableEdit) {
        switch edit {
        case .setLookupTable(let index, let slots):
            settling.note(table: index, slots, now: Self.pinClock())
        case .removeLookupTable(let index):
            settling.note(table: index, nil, now: Self.pinClock())
        default: break
        }
    }

    /// The clock that pins expire by: what the packet program's coarse clock reads.
    static func pinClock() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
