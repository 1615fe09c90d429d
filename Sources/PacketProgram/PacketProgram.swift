import BPF
import Foundation

/// The programs that the build compiled from Swift.
public enum PacketProgram {
    /// The packet program.
    public static func forward() throws(BPFError) -> ProgramImage { try image("apus_forward") }

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
            mapReferences: program.maps.map { .init(instruction: $0.0, map: $0.1) }
        )
    }
}
