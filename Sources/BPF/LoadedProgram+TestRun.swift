import CBPF
import Glibc

/// What a program did to one frame in a test run.
public struct TestRunResult: Equatable, Sendable {
    /// The program's result.
    ///
    /// The corresponding C type is `enum xdp_action`.
    public let action: UInt32
    /// The frame afterwards.
    public let frame: [UInt8]

    /// Makes a result, to compare with.
    public init(action: UInt32, frame: [UInt8]) {
        self.action = action
        self.frame = frame
    }
}

extension LoadedProgram {
    /// Runs the program on one frame, as if an interface had received it.
    ///
    /// Nothing leaves, whatever the program decides. Loopback has index 1.
    public func testRun(
        _ frame: [UInt8],
        interface: UInt32 = 1
    ) throws(BPFError) -> TestRunResult {
        var output = [UInt8](repeating: 0, count: max(frame.count + 256, 512))
        var options = bpf_test_run_opts()
        options.sz = MemoryLayout<bpf_test_run_opts>.size
        options.repeat = 1
        options.data_size_in = UInt32(frame.count)
        options.data_size_out = UInt32(output.count)
        var context = xdp_md()
        context.data_end = UInt32(frame.count)
        context.ingress_ifindex = interface
        options.ctx_size_in = UInt32(MemoryLayout<xdp_md>.size)
        let result = frame.withUnsafeBytes { input in
            output.withUnsafeMutableBytes { output in
                withUnsafePointer(to: &context) { context in
                    options.ctx_in = UnsafeRawPointer(context)
                    options.data_in = input.baseAddress
                    options.data_out = output.baseAddress
                    return bpf_prog_test_run_opts(handle.descriptor, &options)
                }
            }
        }
        guard result == 0 else { throw .failure("run", "program \(name) on a frame", result) }
        return TestRunResult(
            action: options.retval,
            frame: Array(output.prefix(Int(options.data_size_out)))
        )
    }
}
