import Addresses
import Foundation
import Lab

/// How long it takes from a member's failing answer to the last write into the kernel's maps.
struct FailureMeasurement {
    /// A configuration in which members fail.
    struct Case: Sendable {
        /// The name in the figures.
        let name: String
        /// How many pools there are.
        let pools: Int
        /// How many members each pool has.
        let membersPerPool: Int
        /// How many rules lead to each pool.
        let rulesPerPool: Int
        /// How many members fail, one after the other, in a full run.
        let falls: Int

        /// No member may have more than 300 rules.
        static let all = [
            Case(
                name: "one rule, 20 members",
                pools: 1,
                membersPerPool: 20,
                rulesPerPool: 1,
                falls: 15
            ),
            Case(
                name: "one rule, 1,000 members",
                pools: 1,
                membersPerPool: 1000,
                rulesPerPool: 1,
                falls: 100
            ),
            Case(
                name: "1,500 rules, 1,000 members",
                pools: 5,
                membersPerPool: 200,
                rulesPerPool: 300,
                falls: 100
            ),
        ]

        var members: Int { pools * membersPerPool }
        var rules: Int { pools * rulesPerPool }
    }

    /// From the answer to the last write, in milliseconds, sorted.
    let milliseconds: [Double]
    private static let probePort: UInt16 = 8080

    /// Has members fail in a lab of its own.
    init(_ layout: Case, _ lab: Lab, falls: Int) throws {
        let members = (0..<layout.members).map { "10.80.\(16 + $0 / 200).\(1 + $0 % 200)" }
        let segment = try lab.segment("lan")
        let machine = try lab.machine("members")
        let port = try machine.attach(to: segment, addresses: members.map(Self.prefix))
        let node = try lab.machine("node")
        try node.attach(to: segment, addresses: [Self.prefix("10.80.0.2")])
        // A node's table of neighbours has room for a thousand in all that it found out itself.
        let neighbours = members.map {
            "neighbour replace \($0) lladdr \(port.ethernetAddress) dev eth0 nud permanent\n"
        }
        try node.run(["ip", "-batch", "-"], input: neighbours.joined())
        let answering = try FallingMembers(on: machine, port: Self.probePort)
        defer { answering.stop() }
        let document = HealthDocument(
            pools: (0..<layout.pools).map { pool in
                Array(members[(pool * layout.membersPerPool)...].prefix(layout.membersPerPool))
            },
            rulesPerPool: layout.rulesPerPool,
            frontends: (0..<(layout.rules + 2) / 3).map {
                "10.80.\(200 + $0 / 200).\(1 + $0 % 200)"
            },
            probePort: Self.probePort,
            isHTTP: true
        )
        let health = try HealthNode(on: node, document)
        let daemon = try health.start()
        defer { daemon.terminate() }
        try daemon.wait(until: "every member was asked", within: .seconds(60)) {
            answering.asked == layout.members
        }
        milliseconds = try Self.fail(answering, MapWatch(pins: health.pins), count: falls).sorted()
    }

    private static func fail(
        _ members: FallingMembers,
        _ watch: MapWatch,
        count: Int
    ) throws -> [Double] {
        let backends = try watch.backends()
        let tables = try watch.tables()
        return try (0..<count).map { _ in
            usleep(.random(in: 0..<200_000))
            let fall = try members.failNext()
            guard let backend = backends[fall.member], let used = tables[backend]
            else {
                throw BenchmarkError.wrongContents(benchmark: "health", found: "no such member")
            }
            let seen = try watch.wait(until: backend, hasLeft: used)
            return Double(seen - fall.moment) / 1e6
        }
    }

    /// The figures of a case.
    func results(_ layout: Case) -> [BenchmarkResult] {
        let count = milliseconds.count
        return [
            BenchmarkResult(
                name: "failing answer to the maps, \(layout.name), median",
                value: Median.of(milliseconds),
                unit: "ms",
                .atMost(50)
            ),
            BenchmarkResult(
                name: "failing answer to the maps, \(layout.name), 99th percentile",
                value: milliseconds[min(count - 1, count * 99 / 100)],
                unit: "ms",
                .atMost(50)
            ),
        ]
    }

    private static func prefix(_ address: String) throws -> IPPrefix {
        guard let prefix = IPPrefix("\(address)/16") else {
            throw BenchmarkError.malformed(program: "apus-bench", text: address)
        }
        return prefix
    }
}
