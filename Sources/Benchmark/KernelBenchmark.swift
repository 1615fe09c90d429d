import BPF
import PacketProgram
import Planning
import TableStorage
import TestSupport

/// The kernel run time of the packet program beside a bare one, in interleaved rounds.
public struct KernelBenchmark {
    /// The counts of flows that are measured, in random order.
    public static let flowCounts = [1, 1000, 100_000, 500_000]

    private let forward: LoadedProgram
    private let bare: LoadedProgram
    private let rounds: Int
    private let packets: Int

    /// Loads both programs, and tables with one floating-IP rule over two members.
    ///
    /// - Parameters:
    ///   - rounds: how often every case is measured; the median counts.
    ///   - packets: how many packets a round sends.
    public init(rounds: Int = 9, packets: Int = 100_000) throws {
        let maps = try ForwardingMaps.create()
        var image = FixtureWorld.image
        // The interface that fixtures redirect to does not exist here, and nothing is redirected.
        image.egress = []
        try maps.load(image)
        forward = try LoadedProgram.load(PacketProgram.forward(), maps: maps.handles)
        bare = try LoadedProgram.load(PacketProgram.transmit(), maps: [:])
        self.rounds = rounds
        self.packets = packets
    }

    /// Measures; figures of time, and ratios that do not depend on the machine's speed.
    public func run() throws -> [BenchmarkResult] {
        let statistics = try ProgramStatistics.enable()
        var floor: [Double] = []
        var settled: [Int: [Double]] = [:]
        var tracked: [Int: [Double]] = [:]
        for flows in Self.flowCounts {
            // Every flow is tracked before the first round: a steady state, not a rush of new flows.
            try touch(flows)
            for round in 0..<rounds {
                floor.append(try measure(bare, Self.settled, flows, round))
                settled[flows, default: []].append(
                    try measure(forward, Self.settled, flows, round)
                )
                tracked[flows, default: []].append(
                    try measure(forward, Self.tracked, flows, round)
                )
            }
        }
        withExtendedLifetime(statistics) {}
        return Self.results(
            floor: Self.median(floor),
            settled: settled.mapValues(Self.median),
            tracked: tracked.mapValues(Self.median)
        )
    }

    static func results(
        floor: Double,
        settled: [Int: Double],
        tracked: [Int: Double]
    ) -> [BenchmarkResult] {
        var results = [BenchmarkResult(name: "bare XDP_TX", value: floor, unit: "ns/packet")]
        for flows in flowCounts {
            let name = "floating IP, TCP, \(flows) flows"
            let own = (settled[flows] ?? 0) - floor
            let other = (tracked[flows] ?? 0) - floor
            results += [
                BenchmarkResult(name: name, value: own + floor, unit: "ns/packet"),
                BenchmarkResult(name: "\(name), above bare", value: own, unit: "ns/packet"),
                BenchmarkResult(
                    name: "\(name), every flow tracked, above bare",
                    value: other,
                    unit: "ns/packet"
                ),
                BenchmarkResult(
                    name: "\(name), settled against tracked, both above bare",
                    value: own / other,
                    unit: "ratio",
                    atMost: flows == 1 ? nil : 0.45
                ),
            ]
        }
        let few = (settled[1000] ?? 0) - floor
        let many = (settled[500_000] ?? 0) - floor
        let growth = BenchmarkResult(
            name: "above bare, 500,000 flows against 1,000",
            value: many / few,
            unit: "ratio",
            atMost: 2
        )
        return results + [growth]
    }

    private func measure(
        _ program: LoadedProgram,
        _ frame: [UInt8],
        _ flows: Int,
        _ round: Int
    ) throws -> Double {
        var generator = SeededGenerator(seed: UInt64(round) &* 0x1_0001 &+ UInt64(flows))
        return try program.measure(count: packets, frame: frame) { frame, _ in
            let flow = UInt32(truncatingIfNeeded: generator.next() >> 20) % UInt32(flows)
            Self.choose(flow, frame)
        }
    }

    private func touch(_ flows: Int) throws {
        _ = try forward.measure(count: flows, frame: Self.tracked) { frame, index in
            Self.choose(UInt32(index), frame)
        }
    }

    /// The flow's number makes its address (low 16 bits) and its port (the rest).
    private static func choose(_ flow: UInt32, _ frame: UnsafeMutableRawBufferPointer) {
        frame.storeBytes(of: UInt16(flow & 0xffff).bigEndian, toByteOffset: 28, as: UInt16.self)
        let port = UInt16(1024 + (flow >> 16))
        frame.storeBytes(of: port.bigEndian, toByteOffset: 34, as: UInt16.self)
    }

    private static let settled = frame(to: "192.0.2.110")
    private static let tracked = frame(to: "192.0.2.115")

    private static func frame(to frontend: String) -> [UInt8] {
        FrameBuilder(
            from: FixtureWorld.address("10.0.0.0"),
            to: FixtureWorld.address(frontend),
            .tcp(source: 1024, destination: 443, flags: 0x10),
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        ).bytes
    }

    static func median(_ values: [Double]) -> Double {
        precondition(!values.isEmpty, "a median needs values")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
