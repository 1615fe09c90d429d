import BPF
import Foundation

/// The programs that the build compiled from Swift.
public enum PacketProgram {
    /// Loads the packet program over maps.
    ///
    /// - Parameter clock: how it tells the time; by default this kernel's best way.
    public static func load(
        maps: [String: Handle],
        clock: KernelClock? = nil
    ) throws(BPFError) -> LoadedProgram {
        let clock = if let clock { clock } else { try kernelClock() }
        return try LoadedProgram.load(image("apus_forward"), maps: maps, numbers: clock.numbers)
    }

    /// How a program can tell the time without a call, as far as this kernel allows it.
    public static func kernelClock() throws(BPFError) -> KernelClock {
        guard let tick = KernelClock.tickNanoseconds() else { return .coarse }
        let reader = try LoadedProgram.load(image("apus_clock"), maps: [:])
        return try KernelClock(tick: tick, reader: reader)
    }

    /// The bare forwarder that benchmarks measure against.
    public static func transmit() throws(BPFError) -> ProgramImage { try image("apus_transmit") }

    /// Hands every frame to the host.
    public static func pass() throws(BPFError) -> ProgramImage { try image("apus_pass") }

    private static func image(_ name: String) throws(BPFError) -> ProgramImage {
        guard let program = CompiledPrograms.all.first(where: { $0.name == name }),
            let code = Data(base64Encoded: program.code)
        else { throw .malformedImage(program: name) }
        return try ProgramImage(
            name: name,
            code: Array(code),
            mapReferences: program.maps.map { .init(instruction: $0.0, name: $0.1) },
            numberReferences: program.numbers.map { .init(instruction: $0.0, name: $0.1) }
        )
    }
}
