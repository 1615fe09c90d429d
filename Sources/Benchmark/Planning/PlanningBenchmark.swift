import Addresses
import BPF
import PacketFormats
import Planning
import Resources
import TableStorage
import Tables
import TestSupport

/// How fast a lookup table is built, and how long one member's change takes to reach the kernel.
struct PlanningBenchmark: BenchmarkFamily {
    let name = "planning"
    private static let memberCount = 1000

    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        report("a lookup table for \(Self.memberCount) weighted members")
        let table = Self.lookupTable(rounds: settings.rounds * 3)
        report("one member's change among \(Self.memberCount)")
        return table + (try Self.memberChange(rounds: settings.rounds))
    }

    /// The build beside one pass of random writes, by turns.
    private static func lookupTable(rounds: Int) -> [BenchmarkResult] {
        let members = BenchmarkNetwork.members(0..<memberCount).enumerated().map(weighted)
        var generator = SeededGenerator(seed: 1)
        let order = (0..<Limits.slots).shuffled(using: &generator)
        var target = [UInt16](repeating: 0, count: Limits.slots)
        var passes: [Double] = []
        var builds: [Double] = []
        var check = 0
        for round in 0..<rounds {
            passes.append(
                Stopwatch.processorNanoseconds { write(order, UInt16(round), to: &target) }
            )
            builds.append(
                Stopwatch.processorNanoseconds { check &+= Int(Maglev.table(of: members)[round]) }
            )
        }
        check &+= Int(target[check % target.count])
        precondition(check > 0, "the tables were built")
        let pass = Median.of(passes)
        let build = Median.of(builds)
        return [
            BenchmarkResult(name: "65,537 random writes", value: pass / 1e6, unit: "ms"),
            BenchmarkResult(
                name: "lookup table, 1,000 weighted members",
                value: build / 1e6,
                unit: "ms"
            ),
            BenchmarkResult(
                "lookup table over random writes",
                build,
                over: pass,
                .atMost(20)
            ),
        ]
    }

    /// Gives a member a weight of 1 to 10.
    private static func weighted(_ number: Int, _ member: ResolvedMember) -> MaglevMember {
        let weight = UInt32(1 + number % 10)
        return MaglevMember(
            identity: member.address.bits,
            weight: weight,
            backend: UInt16(number + 1)
        )
    }

    @inline(never)
    private static func write(_ order: [Int], _ value: UInt16, to target: inout [UInt16]) {
        target.withUnsafeMutableBufferPointer { target in
            for slot in order { target[slot] = value &+ UInt16(truncatingIfNeeded: slot) }
        }
    }

    /// From the call of the planner to the last write into the kernel's maps, as the daemon does it.
    private static func memberChange(rounds: Int) throws -> [BenchmarkResult] {
        let frontend = BenchmarkNetwork.ipv4(0xc000_026e)
        let network = BenchmarkNetwork.testRun
        let all = BenchmarkNetwork.members(0..<memberCount)
        var fewer = all
        fewer.remove(at: memberCount / 2)
        let before = try network.plan([BenchmarkNetwork.rule(frontend, all)]).image
        let input = network.input([BenchmarkNetwork.rule(frontend, fewer)], present: before)
        var times: [Double] = []
        var processorTimes: [Double] = []
        var moved = 0
        var written = 0
        for _ in 0..<rounds {
            let maps = try ForwardingMaps.create()
            try maps.load(before)
            var plan: Plan?
            let processorTime = try Stopwatch.processorNanoseconds {
                times.append(
                    try Stopwatch.nanoseconds {
                        let made = try Planner.plan(input)
                        for edit in made.edits { try maps.apply(edit) }
                        plan = made
                    }
                )
            }
            processorTimes.append(processorTime)
            moved = plan.map { slotsMoved(from: before, to: $0.image) } ?? 0
            written = plan.map { slotsWritten(by: $0.edits) } ?? 0
        }
        return [
            BenchmarkResult(
                name: "one of 1,000 members leaves, call to last write",
                value: Median.of(times) / 1e6,
                unit: "ms"
            ),
            BenchmarkResult(
                name: "the same, CPU time",
                value: Median.of(processorTimes) / 1e6,
                unit: "ms"
            ),
            BenchmarkResult(name: "slots that move", value: Double(moved), unit: "slots"),
            BenchmarkResult(name: "slots that are written", value: Double(written), unit: "slots"),
        ]
    }

    private static func slotsMoved(from old: TableImage, to new: TableImage) -> Int {
        new.lookupTables.reduce(0) { count, table in
            let before = old.lookupTables[table.key] ?? []
            return count + zip(before, table.value).count { $0 != $1 }
        }
    }

    private static func slotsWritten(by edits: [TableEdit]) -> Int {
        edits.reduce(0) { count, edit in
            switch edit {
            case .setLookupTable(_, let slots): count + slots.count
            case .changeSlots(_, let changes): count + changes.count
            default: count
            }
        }
    }
}
