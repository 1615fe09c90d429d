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
}
