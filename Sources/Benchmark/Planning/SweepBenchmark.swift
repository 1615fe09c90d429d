import Addresses
import BPF
import PacketFormats
import Planning
import TableStorage
import Tables

/// How long a sweep over as many pins takes as the table nearly holds.
struct SweepBenchmark: BenchmarkFamily {
    let name = "sweep"
    private static let count = 1_000_000

    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        report("\(Self.count) pins")
        let maps = try ForwardingMaps.create()
        let image = try Self.image()
        var reads: [Double] = []
        var buckets: [Double] = []
        var decisions: [Double] = []
        var removals: [Double] = []
        var byKey: [Double] = []
        for _ in 0..<3 {
            try Self.fill(maps)
            var pins: [FlowKey: PinEntry] = [:]
            var void = 0
            reads.append(try Stopwatch.nanoseconds { pins = try maps.flowPins.entries() })
            buckets.append(try Stopwatch.nanoseconds { _ = try maps.pins.entries() })
            var settling = Settling()
            decisions.append(
                Stopwatch.nanoseconds {
                    void = settling.sweep(image, pins: pins, now: 1).voidPins.count
                }
            )
            byKey.append(try Stopwatch.nanoseconds { try Self.readByKey(maps) })
            removals.append(
                try Stopwatch.nanoseconds { _ = try maps.flowPins.removeUnchanged(pins) }
            )
            guard pins.count == Self.count, void == 0, try maps.pins.entries().isEmpty else {
                throw BenchmarkError.wrongContents(
                    benchmark: name,
                    found: "\(pins.count) pins, \(void) of them void"
                )
            }
        }
        let read = Median.of(buckets)
        return [
            BenchmarkResult(name: "1,000,000 pins, read", value: read / 1e6, unit: "ms"),
            BenchmarkResult(
                name: "1,000,000 pins, read and sorted by flow",
                value: Median.of(reads) / 1e6,
                unit: "ms"
            ),
            BenchmarkResult(
                "pins read by buckets over key by key",
                read,
                over: Median.of(byKey)
            ),
            BenchmarkResult(
                name: "1,000,000 live pins, what may settle",
                value: Median.of(decisions) / 1e6,
                unit: "ms"
            ),
            BenchmarkResult(
                name: "1,000,000 void pins, removed",
                value: Median.of(removals) / 1e6,
                unit: "ms"
            ),
        ]
    }

    /// One rule that tracks its flows, over two members.
    private static func image() throws -> TableImage {
        let frontend = BenchmarkNetwork.ipv4(0xc000_026e)
        let rule = BenchmarkNetwork.rule(
            frontend,
            BenchmarkNetwork.members(0..<2),
            tracksFlows: true
        )
        return try BenchmarkNetwork.testRun.plan([rule]).image
    }

    private static func fill(_ maps: ForwardingMaps) throws {
        for number in 0..<UInt32(count) {
            let flow = FlowKey(
                first: AddressBits(ipv4: (0x0a00_0000 + number).bigEndian),
                second: BenchmarkNetwork.ipv4(0xc000_026e).bits,
                firstPort: BigEndian(40_000),
                secondPort: BigEndian(443),
                transport: 6,
                rule: 1
            )
            let pin = PinEntry(
                expires: .max,
                backend: UInt16(1 + number % 2),
                backendPort: BigEndian(443),
                options: .keepsAddress
            )
            try maps.pins.set(flow, pin)
        }
    }

    private static func readByKey(_ maps: ForwardingMaps) throws {
        for flow in try maps.pins.keys() { _ = try maps.pins.value(flow) }
    }
}
