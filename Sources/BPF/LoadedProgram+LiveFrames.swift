import CBPF
import Glibc

extension LoadedProgram {
    /// Runs the program on copies of a frame and does with them what it says: a frame that it sends
    /// back really leaves through the interface.
    ///
    /// The copies are used again and again, as they come back from wherever they went. The interface
    /// needs a native XDP program of its own and belongs to the calling thread's network namespace.
    ///
    /// - Parameters:
    ///   - frame: the frame, from its destination address on.
    ///   - count: how many copies.
    ///   - interface: the index of the interface that the frames seem to come from.
    public func runLive(_ frame: [UInt8], count: Int, interface: UInt32) throws(BPFError) {
        var context = xdp_md()
        context.data_end = UInt32(frame.count)
        context.ingress_ifindex = interface
        var options = bpf_test_run_opts()
        options.sz = MemoryLayout<bpf_test_run_opts>.size
        options.repeat = Int32(count)
        options.flags = UInt32(BPF_F_TEST_XDP_LIVE_FRAMES)
        options.batch_size = 64
        options.data_size_in = UInt32(frame.count)
        options.ctx_size_in = UInt32(MemoryLayout<xdp_md>.size)
        let result = frame.withUnsafeBytes { frame in
            withUnsafePointer(to: &context) { context in
                options.data_in = frame.baseAddress
                options.ctx_in = UnsafeRawPointer(context)
                return bpf_prog_test_run_opts(handle.descriptor, &options)
            }
        }
        guard result == 0 else {
            throw .failure("send live frames with", "program \(name)", result)
        }
    }
}
