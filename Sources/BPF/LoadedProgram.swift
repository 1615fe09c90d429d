import CBPF
import Glibc

/// An XDP program that the verifier has accepted.
public struct LoadedProgram: Sendable {
    /// The program's name.
    public let name: String
    /// The kernel's program.
    public let handle: Handle

    /// Takes a program that is already loaded.
    public init(name: String, handle: Handle) {
        self.name = name
        self.handle = handle
    }

    /// Loads a program whose maps exist.
    ///
    /// Multi-buffer frames are accepted, so that interfaces with a large MTU can run it.
    ///
    /// - Parameter numbers: what the program takes for constants, by name.
    public static func load(
        _ image: ProgramImage,
        maps: [String: Handle],
        numbers: [String: UInt64] = [:]
    ) throws(BPFError) -> LoadedProgram {
        let code = try image.resolved(numbers: numbers) { maps[$0]?.descriptor }
        var log = [CChar](repeating: 0, count: 0)
        var result = load(image, code, &log)
        if result < 0, result != -EPERM {
            // Once more with a log: a log buffer slows a load that succeeds.
            log = [CChar](repeating: 0, count: 4 << 20)
            result = load(image, code, &log)
        }
        guard result >= 0 else {
            if result == -EPERM { throw .noPrivilege(operation: "load program \(image.name)") }
            let lines = lastLines(of: log, count: 25)
            // Without a word from the verifier it was not the verifier: memory, or an old kernel.
            guard !lines.isEmpty else { throw .failure("load", "program \(image.name)", result) }
            throw .programRejected(name: image.name, errno: -result, log: lines)
        }
        return LoadedProgram(name: image.name, handle: Handle(owning: result))
    }

    private static func load(
        _ image: ProgramImage,
        _ code: [UInt64],
        _ log: inout [CChar]
    ) -> Int32 {
        var options = bpf_prog_load_opts()
        options.sz = MemoryLayout<bpf_prog_load_opts>.size
        options.expected_attach_type = BPF_XDP
        options.prog_flags = UInt32(BPF_F_XDP_HAS_FRAGS)
        return log.withUnsafeMutableBufferPointer { log in
            if log.count > 0 {
                options.log_level = 1
                options.log_buf = log.baseAddress
                options.log_size = UInt32(log.count)
            }
            return code.withUnsafeBytes { code in
                bpf_prog_load(
                    BPF_PROG_TYPE_XDP,
                    image.name,
                    "Apache-2.0",
                    code.bindMemory(to: bpf_insn.self).baseAddress,
                    code.count / 8,
                    &options
                )
            }
        }
    }

    private static func lastLines(of log: [CChar], count: Int) -> [String] {
        let bytes = log.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return lines.suffix(count).map(String.init)
    }

    /// Opens a program that is loaded by the kernel's identifier of it.
    public static func open(identifier: UInt32, name: String) throws(BPFError) -> LoadedProgram {
        let result = bpf_prog_get_fd_by_id(identifier)
        guard result >= 0 else { throw .failure("open program", "\(identifier)", result) }
        return LoadedProgram(name: name, handle: Handle(owning: result))
    }

    /// The kernel's identifier of the program, for `bpftool prog show id`.
    public func identifier() throws(BPFError) -> UInt32 {
        try information().id
    }

    /// Counts and times of runs, while statistics are on.
    public func statistics() throws(BPFError) -> ProgramStatistics {
        let found = try information()
        return ProgramStatistics(
            runs: found.run_cnt,
            nanoseconds: found.run_time_ns,
            verifiedInstructions: found.verified_insns
        )
    }

    private func information() throws(BPFError) -> bpf_prog_info {
        var found = bpf_prog_info()
        var size = UInt32(MemoryLayout<bpf_prog_info>.size)
        let result = bpf_obj_get_info_by_fd(handle.descriptor, &found, &size)
        guard result == 0 else { throw .failure("inspect", "program \(name)", result) }
        return found
    }
}
