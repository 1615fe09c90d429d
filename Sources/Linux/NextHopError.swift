public import Addresses

/// Why frames for an address cannot be sent to it directly.
public enum NextHopError: Error, Hashable, Sendable {
    /// None of the interfaces is connected to a segment that the address is on.
    ///
    /// `connected` are the prefixes that are; `missing` are interface names that do not exist.
    case notOnConnectedSegment(IPAddress, connected: [IPPrefix], missing: [String])
    /// The address belongs to this machine itself, so there is nobody to send to.
    case ownAddress(IPAddress, interface: String)
    /// The interface on the address's segment is down, or (`isUp`) has no carrier.
    case interfaceDown(IPAddress, interface: String, isUp: Bool)
    /// The address is on a connected segment, but its Ethernet address is not known.
    ///
    /// `failed` says that the kernel asked and nobody answered; else the answer is still due.
    case unresolved(IPAddress, interface: String, failed: Bool)
}

extension NextHopError: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .notOnConnectedSegment(let address, let connected, let missing):
            Self.notConnected(address, connected, missing)
        case .ownAddress(let address, let interface):
            "\(address) is an address of this node itself (on \(interface)). Direct delivery needs "
                + "a backend on another machine of the segment."
        case .interfaceDown(let address, let interface, isUp: false):
            "\(interface), which leads to \(address), is down. "
                + "Bring it up: ip link set \(interface) up"
        case .interfaceDown(let address, let interface, isUp: true):
            "\(interface), which leads to \(address), has no carrier. Check its cable or its peer."
        case .unresolved(let address, let interface, failed: false):
            "the Ethernet address of \(address) on \(interface) is not known yet"
        case .unresolved(let address, let interface, failed: true):
            "\(address) does not answer on \(interface) (ARP or neighbour discovery). Check that "
                + "the machine is up and has this address."
        }
    }

    private static func notConnected(
        _ address: IPAddress,
        _ connected: [IPPrefix],
        _ missing: [String]
    ) -> String {
        let prefixes = connected.map(\.description).joined(separator: ", ")
        let known =
            connected.isEmpty ? "no connected prefixes" : "the connected prefixes \(prefixes)"
        var text =
            "\(address) is not on a connected segment: the node's interfaces have \(known). "
            + "Direct delivery does not reach a backend behind a router; connect an interface of "
            + "this node to the backend's segment."
        if !missing.isEmpty {
            text += " There is no interface \(missing.joined(separator: ", "))."
        }
        return text
    }
}
