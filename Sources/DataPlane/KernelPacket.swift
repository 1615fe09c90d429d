import Forwarding
import KernelInterface
import PacketFormats

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

    @inline(__always)
    func now() -> UInt64 { bpf_ktime_get_coarse_ns() }

    @inline(__always)
    func extensionHeader(at offset: UInt) -> IPv6ExtensionHeader? {
        var header = IPv6ExtensionHeader.empty
        let result = withUnsafeMutablePointer(to: &header) { header in
            bpf_xdp_load_bytes(context, UInt32(truncatingIfNeeded: offset), header, 8)
        }
        return result == 0 ? header : nil
    }
}
