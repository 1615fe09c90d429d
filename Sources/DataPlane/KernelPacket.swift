import Forwarding
import KernelInterface

/// The frame that the kernel hands to the packet program.
struct KernelPacket: PacketBuffer {
    let context: UnsafeMutablePointer<xdp_md>
    let start: UInt
    let end: UInt

    @inline(__always)
    init(_ context: UnsafeMutablePointer<xdp_md>) {
        self.context = context
        start = UInt(context.pointee.data)
        end = UInt(context.pointee.data_end)
    }

    @inline(__always)
    var interface: UInt32 { context.pointee.ingress_ifindex }

    @inline(__always)
    func frameLength() -> UInt { UInt(bpf_xdp_get_buff_len(context)) }

    // The number is known when the program is loaded, and the kernel leaves out the other branch.
    @inline(__always)
    func now() -> UInt64 {
        if apus_tick() == 0 { return bpf_ktime_get_coarse_ns() }
        return bpf_jiffies64() &* apus_tick() &+ apus_start()
    }

    @inline(__always)
    func grow(by bytes: Int32) -> Bool { bpf_xdp_adjust_head(context, 0 &- bytes) == 0 }

    @inline(__always)
    func shorten(to length: UInt) -> Bool {
        let change = UInt64(length) &- bpf_xdp_get_buff_len(context)
        return bpf_xdp_adjust_tail(context, Int32(truncatingIfNeeded: change)) == 0
    }

    @inline(__always)
    func read<Value: BitwiseCopyable>(_ value: inout Value, at offset: UInt) -> Bool {
        let size = UInt32(truncatingIfNeeded: MemoryLayout<Value>.size)
        let offset = UInt32(truncatingIfNeeded: offset)
        return withUnsafeMutablePointer(to: &value) { value in
            bpf_xdp_load_bytes(context, offset, value, size) == 0
        }
    }

    @inline(__always)
    func write<Value: BitwiseCopyable>(_ value: Value, at offset: UInt) {
        let size = UInt32(truncatingIfNeeded: MemoryLayout<Value>.size)
        let offset = UInt32(truncatingIfNeeded: offset)
        withUnsafePointer(to: value) { value in
            _ = bpf_xdp_store_bytes(context, offset, value, size)
        }
    }
}
