public import Addresses
import PacketFormats

/// The network configuration of one namespace at one moment, as a value.
public struct NetworkSnapshot: Hashable, Sendable {
    /// The interfaces.
    public var interfaces: [NetworkInterface]
    /// The addresses assigned to the interfaces.
    public var addresses: [InterfaceAddress]
    /// The neighbour tables of both families.
    public var neighbours: [Neighbour]
    /// The unicast routes of the main tables of both families.
    public var routes: [Route]

    /// Makes a snapshot from its parts.
    public init(
        interfaces: [NetworkInterface] = [],
        addresses: [InterfaceAddress] = [],
        neighbours: [Neighbour] = [],
        routes: [Route] = []
    ) {
        self.interfaces = interfaces
        self.addresses = addresses
        self.neighbours = neighbours
        self.routes = routes
    }

    /// The interface of this name.
    public func interface(named name: String) -> NetworkInterface? {
        interfaces.first { $0.name == name }
    }

    /// Where to send frames for an address that must be on a segment of the named interfaces.
    ///
    /// The longest connected prefix decides, as in the kernel's own lookup; among equal ones, an
    /// interface that can carry frames goes before one that cannot.
    public func nextHop(
        for address: IPAddress,
        through names: some Collection<String>
    ) -> Result<NextHop, NextHopError> {
        if let own = addresses.first(where: { $0.address == address }) {
            return .failure(.ownAddress(address, interface: name(of: own.interface)))
        }
        let allowed = interfaces.filter { names.contains($0.name) }
        let connected = allowed.flatMap { interface in
            connectedPrefixes(of: interface.index).map { (interface: interface, prefix: $0) }
        }
        let matching = connected.filter { $0.prefix.contains(address) }
        let best = matching.max { left, right in
            if left.prefix.length != right.prefix.length {
                return left.prefix.length < right.prefix.length
            }
            return !left.interface.carriesFrames && right.interface.carriesFrames
        }
        guard let best else {
            let missing = names.filter { name in !interfaces.contains { $0.name == name } }
            let prefixes = connected.map(\.prefix)
            return .failure(
                .notOnConnectedSegment(address, connected: prefixes, missing: missing.sorted())
            )
        }
        return nextHop(for: address, on: best.interface)
    }

    /// The prefixes that the interface reaches without a router, each once, the longest first.
    public func connectedPrefixes(of interface: UInt32) -> [IPPrefix] {
        let assigned = addresses.filter { $0.interface == interface }.compactMap(\.prefix)
        let routed = routes.filter { $0.interface == interface && $0.isLinkScope }
        let networks = (assigned + routed.map(\.destination)).compactMap {
            IPPrefix(address: $0.network, length: $0.length)
        }
        return Set(networks).sorted {
            ($1.length, $0.address) < ($0.length, $1.address)
        }
    }

    private func nextHop(
        for address: IPAddress,
        on interface: NetworkInterface
    ) -> Result<NextHop, NextHopError> {
        guard interface.carriesFrames else {
            return .failure(
                .interfaceDown(address, interface: interface.name, isUp: interface.isUp)
            )
        }
        let entry = neighbours.first {
            $0.interface == interface.index && $0.address == address
        }
        guard let entry, entry.isUsable, let destination = entry.ethernetAddress else {
            let failed = entry?.state.contains(.failed) ?? false
            return .failure(.unresolved(address, interface: interface.name, failed: failed))
        }
        return .success(
            NextHop(
                interface: interface.index,
                source: interface.ethernetAddress,
                destination: destination
            )
        )
    }

    private func name(of index: UInt32) -> String {
        interfaces.first { $0.index == index }?.name ?? "interface \(index)"
    }
}

extension NetworkInterface {
    /// Whether the interface is up and has a carrier.
    public var carriesFrames: Bool { isUp && hasCarrier }
}
