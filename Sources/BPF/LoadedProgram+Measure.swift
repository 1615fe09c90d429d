import CBPF
import Glibc

extension LoadedProgram {
    /// Runs the program on many fresh frames and returns the kernel's own mean time of a run.
    ///
    /// Each run gets one frame, because within a repeated run a program would see its own output.
    /// Statistics must be on.
    ///
    /// - Parameters:
    ///   - count: how many frames.
    ///   - frame: the frame that each run starts from.
    ///   - prepare: changes the frame for run number `index`.
    /// - Returns: nanoseconds a run.
    public func measure(
        count: Int,
        frame: [UInt8],
        prepare: (_ frame: UnsafeMutableRawBufferPointer, _ index: Int) -> Void
    ) throws(BPFError) -> Double {
        var frame = frame
        let before = try statistics()
        let result = frame.withUnsafeMutableBytes { bytes in
            var options = bpf_test_run_opts()
            options.sz = MemoryLayout<bpf_test_run_opts>.size
            options.repeat = 1
            options.data_in = UnsafeRawPointer(bytes.baseAddress)
            options.data_size_in = UInt32(bytes.count)
            for index in 0..<count {
                prepare(bytes, index)
                let result = bpf_prog_test_run_opts(handle.descriptor, &options)
                if result != 0 { return result }
            }
            return 0
        }
        guard result == 0 else { throw .failure("measure", "program \(name)", result) }
        let after = try statistics()
        let runs = after.runs - before.runs
        guard runs > 0 else { throw .failure("measure", "program \(name)", -ENODATA) }
        return Double(after.nanoseconds - before.nanoseconds) / Double(runs)
    }
}
