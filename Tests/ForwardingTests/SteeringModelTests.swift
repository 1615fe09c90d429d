import Forwarding
import Foundation
import Simulator
import Tables
import TestSupport
import Testing

/// Random schedules of flows and changes against the native forwarding decision.
///
/// `APUS_MODEL_SCHEDULES` in the environment plays more of them.
@Suite struct SteeringModelTests {
    private struct NativeTarget: SteeringTarget {
        let tables = MemoryTables(SteeringTables.image)

        func send(_ frame: [UInt8], at time: UInt64) throws -> SteeringResult? {
            let outcome = Simulation.forward(
                frame,
                interface: FixtureWorld.interface,
                tables: tables,
                time: time
            )
            guard case .transmit = outcome.verdict else { return nil }
            return SteeringResult(outcome.frame)
        }

        func write(_ slots: [LookupSlot], table: UInt32) throws {
            tables.setFirstSlots(slots, ofTable: table)
        }

        func write(_ entry: FrontendEntry) throws {
            for key in SteeringTables.keys { tables.setFrontend(key, entry) }
        }

        func write(former entry: FrontendEntry?) throws { tables.setFormer(1, entry) }

        func forget(_ backend: UInt16) throws { tables.removePins(ofBackend: backend) }

        func setBackend(_ index: UInt16, isPresent: Bool) throws {
            if isPresent {
                tables.setBackend(UInt32(index), SteeringTables.backend(index))
            } else {
                tables.removeBackend(index)
            }
        }

        func pins() throws -> [FlowKey: PinEntry] { tables.pinEntries }

        func removePin(of flow: FlowKey) throws { tables.removePin(flow, at: 1) }

        func unpinnedFlows() throws -> UInt64 {
            tables.counters(1)?.pointee.unpinnedFlows ?? 0
        }
    }

    private static let schedules =
        ProcessInfo.processInfo.environment["APUS_MODEL_SCHEDULES"].flatMap(UInt64.init) ?? 20_000

    @Test(arguments: UInt64(0)..<4)
    func `no established flow goes astray and no new flow goes to a backend that is down`(
        part: UInt64
    ) throws {
        for seed in 0..<(Self.schedules / 4) {
            var model = SteeringModel(seed: part << 32 | seed, hasClock: true)
            let target = NativeTarget()
            // One in eight plays under pressure: a table that is soon full.
            if seed % 8 == 7 { target.tables.pinLimit = 3 }
            let wrong = try model.play(steps: 60, on: target)
            try #require(wrong == nil, "\(wrong ?? "")")
        }
    }
}
