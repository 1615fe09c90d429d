import BPF
import Lab
import Linux
import PacketProgram
import Synchronization

/// The programs on the far ends of the node's virtual cables, without which native XDP loses what
/// the packet program sends back; they stay as long as this object lives.
final class PassPrograms: Sendable {
    private let links = Mutex<[XDPLink]>([])

    /// Readies the segment's port of an interface of the node.
    func attach(facing interface: LabInterface) throws {
        try interface.segment.prepareForNativeXDP(portOf: interface) { namespace, name in
            try NetworkNamespace(named: namespace).perform {
                let link = try XDPLink.attach(
                    LoadedProgram.load(PacketProgram.pass(), maps: [:]),
                    interface: NetlinkSession().interface(named: name).index,
                    name: name,
                    mode: .native
                )
                links.withLock { $0.append(link) }
            }
        }
    }
}
