import BPF
public import Lab
import Linux
import PacketProgram
import Synchronization

/// The programs on the far ends of a node's virtual cables.
///
/// Without them native XDP loses what the packet program sends back. They stay as long as this
/// object lives.
public final class PassPrograms: Sendable {
    private let links = Mutex<[XDPLink]>([])

    /// Prepares to attach programs.
    public init() {}

    /// Readies the segment's port of an interface of the node.
    public func attach(facing interface: LabInterface) throws {
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
