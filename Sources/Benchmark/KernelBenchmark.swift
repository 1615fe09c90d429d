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
        var samples: [Int: [Double]] = [:]
        var floor: [Double] = []
        for round in 0..<rounds {
            for flows in Self.flowCounts {
                floor.append(try measure(bare, flows: flows, round: round))
                samples[flows, default: []].append(try measure(forward, flows: flows, round: round))
            }
        }
        withExtendedLifetime(statistics) {}
        let bareTime = Self.median(floor)
        var results = [BenchmarkResult(name: "bare XDP_TX", value: bareTime, unit: "ns/packet")]
        for flows in Self.flowCounts {
            let time = Self.median(samples[flows] ?? [])
            let name = "floating IP, TCP, \(flows) flows"
            results.append(BenchmarkResult(name: name, value: time, unit: "ns/packet"))
            let above = BenchmarkResult(
                name: "\(name), above bare",
                value: time - bareTime,
                unit: "ns/packet"
            )
            results.append(above)
        }
        let few = Self.median(samples[1000] ?? []) - bareTime
        let many = Self.median(samples[500_000] ?? []) - bareTime
        let growth = BenchmarkResult(
            name: "above bare, 500,000 flows against 1,000",
            value: many / few,
            unit: "ratio",
            atMost: 2
        )
        return results + [growth]
    }

    private func measure(_ program: LoadedProgram, flows: Int, round: Int) throws -> Double {
        var generator = SeededGenerator(seed: UInt64(round) &* 0x1_0001 &+ UInt64(flows))
        return try program.measure(count: packets, frame: Self.frame) { frame, _ in
            // The flow's number makes its address (low 16 bits) and its port (the rest).
            let flow = UInt32(truncatingIfNeeded: generator.next() >> 20) % UInt32(flows)
            frame.storeBytes(of: UInt16(flow & 0xffff).bigEndian, toByteOffset: 28, as: UInt16.self)
            let port = UInt16(1024 + (flow >> 16))
            frame.storeBytes(of: port.bigEndian, toByteOffset: 34, as: UInt16.self)
        }
    }

    private static let frame = FrameBuilder(
        from: FixtureWorld.address("10.0.0.0"),
        to: FixtureWorld.address("192.0.2.110"),
        .tcp(source: 1024, destination: 443, flags: 0x10),
        ethernetSource: FixtureWorld.client,
        ethernetDestination: FixtureWorld.node
    ).bytes

    static func median(_ values: [Double]) -> Double {
        precondition(!values.isEmpty, "a median needs values")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
