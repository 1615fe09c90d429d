import BPF
import Linux
import PacketProgram
import TableStorage
import Tables
import TestSupport
import Testing

/// A sample of the model's schedules against the packet program and the kernel's maps.
@Suite(.enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct SteeringModelKernelTests {
    private struct KernelTarget: SteeringTarget {
        let maps: ForwardingMaps
        let program: LoadedProgram

        init() throws {
            maps = try ForwardingMaps.create()
            try maps.load(SteeringTables.image)
            program = try PacketProgram.load(maps: maps.handles)
        }

        func send(_ frame: [UInt8], at time: UInt64) throws -> SteeringResult? {
            let result = try program.testRun(frame)
            return result.action == 3 ? SteeringResult(result.frame) : nil
        }

        func write(_ entry: FrontendEntry) throws {
            for key in SteeringTables.keys { try maps.setFrontend(key, entry) }
        }

        func write(former entry: FrontendEntry?) throws {
            guard let entry else { return try maps.formerRules.remove(1) }
            try maps.formerRules.set(1, entry)
        }

        func forget(_ backend: UInt16) throws {
            for (flow, pin) in try maps.flowPins.entries() where pin.backend == backend {
                try maps.flowPins.remove([flow])
            }
            for flow in try maps.handshakes.keys()
            where try maps.handshakes.value(flow)?.backend == backend {
                try maps.handshakes.remove(flow)
            }
        }

        func write(_ slots: [LookupSlot], table: UInt32) throws {
            let rest = [LookupSlot](
                repeating: LookupSlot(settledOn: 0),
                count: Limits.slots - slots.count
            )
            try maps.setLookupTable(table, slots + rest)
        }

        func setBackend(_ index: UInt16, isPresent: Bool) throws {
            if isPresent {
                try maps.backends.set(UInt32(index), SteeringTables.backend(index))
            } else {
                try maps.removeBackend(index)
            }
        }

        func pins() throws -> [FlowKey: PinEntry] { try maps.flowPins.entries() }

        func removePin(of flow: FlowKey) throws { try maps.flowPins.remove([flow]) }

        func unpinnedFlows() throws -> UInt64 {
            try maps.counters.perCPU(1).reduce(0) { $0 + $1.unpinnedFlows }
        }

        func forgetFlows() throws {
            try maps.flowPins.remove(maps.flowPins.keys())
            for key in try maps.handshakes.keys() { try maps.handshakes.remove(key) }
        }
    }

    @Test func `the kernel keeps flows where the model says`() throws {
        let target = try KernelTarget()
        var pinned = 0
        for seed in UInt64(0)..<300 {
            var model = SteeringModel(seed: 0x6b65_726e << 32 | seed, hasClock: false)
            let wrong = try model.play(steps: 120, on: target)
            try #require(wrong == nil, "\(wrong ?? "")")
            pinned += try target.pins().count
            try target.forgetFlows()
        }
        #expect(pinned > 0, "the schedules must have pinned flows")
    }
}
