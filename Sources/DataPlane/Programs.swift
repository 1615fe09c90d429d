import Forwarding
import KernelInterface
import Tables

/// The results of an XDP program (`enum xdp_action`).
enum XDPAction {
    static var drop: Int32 { 1 }
    static var pass: Int32 { 2 }
    static var transmit: Int32 { 3 }
}

/// The packet program: decides for every frame that an interface receives.
@section("xdp") @c(apus_forward)
func forwardFrame(_ context: UnsafeMutablePointer<xdp_md>) -> Int32 {
    let forwarder = Forwarder(packet: KernelPacket(context), tables: KernelTables())
    switch forwarder.forward() {
    case .pass: return XDPAction.pass
    case .drop: return XDPAction.drop
    case .transmit: return XDPAction.transmit
    case .redirect(let interface):
        // The low bits of the flags are the result when the interface is not in the table.
        let result = bpf_redirect_map(Egress.symbol, UInt64(interface), 1)
        return Int32(truncatingIfNeeded: result)
    }
}

/// Returns every frame to its sender's segment: the floor that benchmarks measure against.
@section("xdp") @c(apus_transmit)
func transmitFrame(_ context: UnsafeMutablePointer<xdp_md>) -> Int32 {
    XDPAction.transmit
}

/// Writes what the kernel's clocks say over the frame's first bytes.
@section("xdp") @c(apus_clock)
func readClocks(_ context: UnsafeMutablePointer<xdp_md>) -> Int32 {
    let reading = ClockReading(ticks: bpf_jiffies64(), nanoseconds: bpf_ktime_get_coarse_ns())
    KernelPacket(context).write(reading, at: 0)
    return XDPAction.pass
}

/// Hands every frame to the host: what the far end of a veth pair needs to receive from native XDP.
@section("xdp") @c(apus_pass)
func passFrame(_ context: UnsafeMutablePointer<xdp_md>) -> Int32 {
    XDPAction.pass
}
