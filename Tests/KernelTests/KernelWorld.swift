import BPF
import Linux
import PacketProgram
import TableStorage
import Tables
import TestSupport

/// The packet program in the kernel with the fixtures' tables, in a network namespace of its own.
///
/// The namespace is needed for the interface that packets are redirected to. It has no name: it
/// lives as long as this object holds it open, and nothing can be left behind.
final class KernelWorld: Sendable {
    let maps: ForwardingMaps
    let program: LoadedProgram
    private let namespace: NetworkNamespace

    /// - Parameter clock: how the program tells the time, when not as a daemon loads it.
    init(clock: KernelClock? = nil) throws {
        namespace = try NetworkNamespace.anonymous()
        (maps, program) = try namespace.perform {
            // The command is started by this thread, so it works in this thread's namespace.
            try Self.ip(
                "link add other index \(FixtureWorld.otherInterface) type veth peer name peer"
            )
            let maps = try ForwardingMaps.create()
            try maps.load(FixtureWorld.image)
            return (maps, try PacketProgram.load(maps: maps.handles, clock: clock))
        }
    }

    private static func ip(_ arguments: String) throws {
        let outcome = try ChildProcess.run(
            ["ip"] + arguments.split(separator: " ").map(String.init),
            until: .now + .seconds(10)
        )
        guard outcome.status == .exited(0) else {
            throw CommandFailure(text: "ip \(arguments): \(outcome.errors)")
        }
    }

    struct CommandFailure: Error { let text: String }

    /// The counters of the fixtures' rules, summed over all CPUs.
    func counted() throws -> [PacketFixture.Counted] {
        try (UInt32(0)...FixtureWorld.Rule.last).map { rule in
            let sums = try maps.counters.perCPU(rule).map { PacketFixture.Counted($0) }
            return sums.reduce(PacketFixture.Counted()) { $0 + $1 }
        }
    }
}
