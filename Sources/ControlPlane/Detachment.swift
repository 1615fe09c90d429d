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
        // Maps of another version's form cannot be read, and are to go all the same.
        let frontends = (try? frontends(pins: node.pins)) ?? []
        try DataPlane.remove(pins: node.pins)
        guard !frontends.isEmpty else { return }
        let session = try NetlinkSession()
        let network = try session.snapshot()
        let announcer = FrontendAnnouncer(session: session)
        var failure: LinuxError?
        for interface in node.interfaces.compactMap(network.interface(named:)) {
            for frontend in frontends {
                do throws(LinuxError) {
                    try announcer.ignore(frontend, on: interface)
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
    }

    /// The frontends that the tables have: also those that a daemon took over and is not there for.
    private static func frontends(pins: String) throws -> Set<FrontendAnnouncer.Frontend> {
        guard let maps = try DataPlane.existing(pins: pins) else { return [] }
        var table: [FrontendKey: FrontendEntry] = [:]
        for key in try maps.frontends.keys() { table[key] = try maps.frontends.value(key) }
        return FrontendAnnouncer.Frontend.all(in: table)
    }
}
