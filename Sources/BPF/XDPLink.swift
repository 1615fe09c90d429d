import CBPF
import Glibc

/// How a program is attached to an interface.
public enum XDPMode: String, Sendable, CaseIterable, Codable {
    /// In the driver, before the kernel makes a socket buffer.
    case native
    /// In the kernel's generic receive path: slower, but any driver will do.
    case generic
}

/// A program attached to an interface for as long as the link is held or pinned.
public struct XDPLink: Sendable {
    /// The kernel's link.
    public let handle: Handle

    /// Takes a link that was opened from its pin.
    public init(handle: Handle) {
        self.handle = handle
    }

    /// Attaches a program.
    public static func attach(
        _ program: LoadedProgram,
        interface: UInt32,
        name: String,
        mode: XDPMode
    ) throws(BPFError) -> XDPLink {
        var options = bpf_link_create_opts()
        options.sz = MemoryLayout<bpf_link_create_opts>.size
        options.flags = UInt32(mode == .native ? XDP_FLAGS_DRV_MODE : XDP_FLAGS_SKB_MODE)
        let descriptor = program.handle.descriptor
        let result = bpf_link_create(descriptor, Int32(interface), BPF_XDP, &options)
        guard result >= 0 else {
            throw .failure("attach \(program.name) in \(mode.rawValue) mode to", name, result)
        }
        return XDPLink(handle: Handle(owning: result))
    }

    /// Puts another program in the place of the present one; no packet meets neither.
    public func replace(by program: LoadedProgram) throws(BPFError) {
        let result = bpf_link_update(handle.descriptor, program.handle.descriptor, nil)
        guard result == 0 else { throw .failure("replace the program of", "a link", result) }
    }

    /// Takes the program off the interface at once; the link stays, attached to nothing.
    ///
    /// Without this the kernel does it some time after the last handle and pin have gone.
    public func detach() throws(BPFError) {
        let result = bpf_link_detach(handle.descriptor)
        guard result == 0 else { throw .failure("detach", "a link", result) }
    }

    /// The index of the interface that the link is attached to; 0 when that interface is gone.
    public func interface() throws(BPFError) -> UInt32 { try inspect().xdp.ifindex }

    /// The kernel's identifier of the program that the link runs.
    public func program() throws(BPFError) -> UInt32 { try inspect().prog_id }

    private func inspect() throws(BPFError) -> bpf_link_info {
        var found = bpf_link_info()
        var size = UInt32(MemoryLayout<bpf_link_info>.size)
        let result = bpf_obj_get_info_by_fd(handle.descriptor, &found, &size)
        guard result == 0 else { throw .failure("inspect", "a link", result) }
        return found
    }
}
