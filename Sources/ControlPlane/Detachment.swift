import Addresses
import BPF
import Linux
import PacketFormats
import TableStorage
import Tables

/// Takes a node's data plane away, with what its frontends left on the interfaces.
public enum Detachment {
    /// Removes programs, maps and pins, then the addresses that interfaces received for frontends.
    ///
    /// A node that has no data plane is left as it is. An interface that is gone has nothing to undo.
    public static func run(node: NodeConfiguration) throws {
        let frontends = try frontends(pins: node.pins)
        try DataPlane.remove(pins: node.pins)
        guard !frontends.isEmpty else { return }
        let session = try NetlinkSession()
        let network = try session.snapshot()
        let announcer = FrontendAnnouncer(session: session)
        for interface in node.interfaces.compactMap(network.interface(named:)) {
            for frontend in frontends { try announcer.ignore(frontend, on: interface) }
        }
    }

    /// The frontends that the tables have: also those that a daemon took over and is not there for.
    private static func frontends(pins: String) throws -> Set<FrontendAnnouncer.Frontend> {
        guard let maps = try DataPlane.existing(pins: pins) else { return [] }
        var frontends: Set<FrontendAnnouncer.Frontend> = []
        for key in try maps.frontends.keys() {
            guard let entry = try maps.frontends.value(key) else { continue }
            let ethernet = entry.ethernet == .unknown ? nil : entry.ethernet
            frontends.insert(.init(address: IPAddress(bits: key.address), ethernet: ethernet))
        }
        return frontends
    }
}
