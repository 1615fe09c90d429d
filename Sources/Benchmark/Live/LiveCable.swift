import BPF
import Foundation
import Lab
import Linux
import PacketFormats
import PacketProgram
import Planning
import TestSupport

/// A virtual cable: at one end a generator that also receives, at the other a forwarder.
final class LiveCable {
    /// Sends every frame back, and does nothing else.
    let bare: LoadedProgram
    /// The packet program, with one floating rule.
    let forward: LoadedProgram
    private let generator: Machine
    private let sender: LoadedProgram
    private let generatorEnd: NetworkInterface
    private let frame: [UInt8]
    private let nodeLink: XDPLink
    private let generatorLink: XDPLink
    private let tables: LoadedTables

    /// Both forwarders, in the order of a round.
    var forwarders: [LoadedProgram] { [bare, forward] }

    /// Makes the cable between two machines and attaches a program at both ends.
    init(in lab: Lab) throws {
        generator = try lab.machine("generator")
        let node = try lab.machine("node")
        let queues = ["numtxqueues", "1", "numrxqueues", "1"]
        try generator.run(
            ["ip", "link", "add", "gen0"] + queues + ["type", "veth", "peer", "name", "node0"]
                + queues + ["netns", node.namespace]
        )
        try generator.run(["ip", "link", "set", "gen0", "up"])
        try node.run(["ip", "link", "set", "node0", "up"])
        let nodeEnd = try node.perform { try NetlinkSession().interface(named: "node0") }
        generatorEnd = try generator.perform { try NetlinkSession().interface(named: "gen0") }
        tables = try Self.tables(nodeEnd, generatorEnd)
        forward = tables.program
        bare = try LoadedProgram.load(PacketProgram.transmit(), maps: [:])
        sender = try LiveCable.sender(
            from: FixtureWorld.client,
            to: nodeEnd.ethernetAddress
        )
        frame =
            TestFlow.packet(to: LoadedTables.Frontend.floating)
            .with(\.ethernetDestination, nodeEnd.ethernetAddress).bytes
        nodeLink = try Self.attach(bare, to: nodeEnd, of: node)
        generatorLink = try Self.attach(LiveCable.receiver(), to: generatorEnd, of: generator)
    }

    /// One floating rule, whose members are at the generator's end.
    ///
    /// The client is another station: a member's own packets to its frontend are no client's.
    private static func tables(
        _ nodeEnd: NetworkInterface,
        _ generatorEnd: NetworkInterface
    ) throws -> LoadedTables {
        let network = BenchmarkNetwork(
            interface: NodeInterface(
                index: nodeEnd.index,
                name: nodeEnd.name,
                ethernet: nodeEnd.ethernetAddress
            ),
            ethernet: { _ in generatorEnd.ethernetAddress }
        )
        let rule = BenchmarkNetwork.rule(
            LoadedTables.Frontend.floating,
            BenchmarkNetwork.members(1...2)
        )
        var image = try network.plan([rule]).image
        // Nothing is redirected, and the maps are made outside the node's namespace.
        image.egress = []
        return try LoadedTables(image)
    }

    private static func attach(
        _ program: LoadedProgram,
        to interface: NetworkInterface,
        of machine: Machine
    ) throws -> XDPLink {
        try machine.perform {
            try XDPLink.attach(
                program,
                interface: interface.index,
                name: interface.name,
                mode: .native
            )
        }
    }

    /// The frames a second that come back from a forwarder; all work is done on one CPU.
    func rate(of forwarder: LoadedProgram, frames: Int) throws -> Double {
        try nodeLink.replace(by: forwarder)
        let before = try received()
        let nanoseconds = try generator.perform {
            // This thread's alone, which ends with the body.
            try Self.stayOnOneProcessor()
            return try Stopwatch.nanoseconds {
                try sender.runLive(frame, count: frames, interface: generatorEnd.index)
            }
        }
        let count = try received() - before
        guard count * 2 > frames else {
            throw BenchmarkError.wrongVerdict(
                benchmark: forwarder.name,
                found: "\(frames - count) of \(frames) frames lost",
                expected: "nearly all of them back"
            )
        }
        return Double(count) / nanoseconds * 1e9
    }

    /// The frames that the generator's end has handed to its receiver.
    private func received() throws -> Int {
        let text = try generator.run(["ethtool", "-S", "gen0"])
        let line = text.split(separator: "\n").first { $0.contains("rx_queue_0_xdp_packets:") }
        guard let count = line?.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw BenchmarkError.malformed(program: "ethtool", text: text)
        }
        return count
    }

    /// The generator, the forwarder and the receiver then share a CPU, and none waits for another.
    private static func stayOnOneProcessor() throws {
        let last = ProcessInfo.processInfo.activeProcessorCount - 1
        let thread = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        let number = URL(filePath: thread).lastPathComponent
        let outcome = try ChildProcess.run(
            ["taskset", "--cpu-list", "--pid", "\(last)", number],
            until: .now + .seconds(10)
        )
        guard outcome.status.isSuccess else {
            throw BenchmarkError.failed(program: "taskset", text: outcome.errors)
        }
    }
}
