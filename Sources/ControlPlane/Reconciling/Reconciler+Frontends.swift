import Addresses
import Linux
import Logging
import PacketFormats
import Planning
import Resources
import Tables

extension Reconciler {
    /// Takes new frontend addresses over and gives up those that are gone.
    func updateFrontends(_ wanted: ForwardingConfiguration, _ network: NetworkSnapshot) {
        let nextHops = Set(
            wanted.rules.filter(\.isNextHop).map(\.frontend)
        )
        let addresses = wanted.frontends.map(\.address)
        let now = Set(
            addresses.map { address in
                FrontendAnnouncer.Frontend(
                    address: address,
                    ethernet: nextHops.contains(address)
                        ? TransitAddress.ethernet(of: address.bits) : nil
                )
            }
        )
        let announcer = FrontendAnnouncer(session: session)
        // Two IPv6 addresses may share a group, which interfaces do not count.
        let groups = Set(now.compactMap { FrontendAnnouncer.solicitedNodeGroup($0.address) })
        for frontend in frontends.union(inherited).subtracting(now) {
            announcing[frontend] = nil
            onSegments(of: frontend, network) {
                try announcer.ignore(frontend, on: $0, groupsInUse: groups)
            }
        }
        inherited = []
        for frontend in now.subtracting(frontends) {
            announcing[frontend] = Self.announcements
            onSegments(of: frontend, network) { try announcer.receive(frontend, on: $0) }
        }
        frontends = now
    }

    /// Announces the frontends that are to be announced once more, on the segments that their
    /// addresses belong to.
    ///
    /// A frontend that belongs to none is reached through a route to this node, and needs no
    /// announcement.
    func announce() {
        // One look at the network for all: there may be hundreds.
        guard !announcing.isEmpty, let network = try? session.snapshot() else { return }
        let frontends = announcing.keys.sorted { $0.address < $1.address }
        for name in node.interfaces {
            guard let interface = network.interface(named: name) else { continue }
            let prefixes = network.connectedPrefixes(of: interface.index)
            let here = frontends.filter { frontend in
                prefixes.contains { $0.contains(frontend.address) }
            }
            let announcer = FrontendAnnouncer(session: session)
            // Beside the work: hundreds of frames keep a failing member waiting for 20 ms.
            Task.detached { [logger] in
                do {
                    try announcer.announce(here, on: interface)
                } catch {
                    logger.warning("frontends cannot be announced on \(name): \(error)")
                }
            }
        }
        announcing = announcing.compactMapValues { $0 > 1 ? $0 - 1 : nil }
    }

    private func onSegments(
        of frontend: FrontendAnnouncer.Frontend,
        _ network: NetworkSnapshot,
        _ body: (Linux.NetworkInterface) throws -> Void
    ) {
        for name in node.interfaces {
            guard let interface = network.interface(named: name),
                network.connectedPrefixes(of: interface.index)
                    .contains(where: { $0.contains(frontend.address) })
            else { continue }
            do {
                try body(interface)
            } catch {
                logger.warning("frontend \(frontend.address) on \(name): \(error)")
            }
        }
    }
}
