import Addresses
import PacketFormats
import Resources

/// Why a configuration cannot be turned into tables.
public enum PlanningError: Error, Hashable, Sendable {
    /// Two rules have the same frontend address, transport and port; both by their ARM ids.
    case sameFrontend(first: String, second: String)
    /// It is not known how to reach a member of a rule.
    case memberWithoutDelivery(rule: String, member: String, address: IPAddress)
    /// A member is this node itself, and its replies would have to be restored.
    case memberIsNode(rule: String, member: String, address: IPAddress)
    /// Two rules would give replies from the same source different frontends.
    case ambiguousReply(first: ReplyOwner, second: ReplyOwner, source: ReplySource)
    /// Two next-hop frontends fold to the same Ethernet address.
    case sameTransitAddress(first: IPAddress, second: IPAddress, ethernet: EthernetAddress)
    /// A table cannot hold what the configuration needs.
    case limitReached(LimitedTable)

    /// A rule that restores replies, and what their source becomes.
    public struct ReplyOwner: Hashable, Sendable {
        /// The ARM id of the rule.
        public var rule: String
        /// The frontend address that the rule's clients sent to.
        public var frontend: IPAddress
        /// The port that they sent to; 0 for the port that the member answers from.
        public var port: UInt16

        /// Makes an owner from its parts.
        public init(rule: String, frontend: IPAddress, port: UInt16) {
            self.rule = rule
            self.frontend = frontend
            self.port = port
        }
    }

    /// Where replies come from.
    public struct ReplySource: Hashable, Sendable {
        /// The source address: a member's own, or a frontend's with Floating IP.
        public var address: IPAddress
        /// The source port; 0 for all.
        public var port: UInt16
        /// The transport.
        public var transport: TransportProtocol

        /// Makes a source from its parts.
        public init(address: IPAddress, port: UInt16, transport: TransportProtocol) {
            self.address = address
            self.port = port
            self.transport = transport
        }
    }
}

extension PlanningError: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .sameFrontend(let first, let second):
            """
            Rules \(first) and \(second) have the same frontend address, protocol and port: a \
            packet cannot belong to both. Change the frontend port of one.
            """
        case .memberWithoutDelivery(let rule, let member, let address):
            """
            Rule \(rule) has member \(member) at \(address), which the node does not know how to \
            reach. Members must be on a segment that one of the node's interfaces is connected to.
            """
        case .memberIsNode(let rule, let member, let address):
            """
            Rule \(rule) has member \(member) at \(address), which is this node itself. Replies that \
            the node's own host sends do not come in through an interface, so their source cannot \
            be restored: enable Floating IP on the rule and keep its port, or take the member out.
            """
        case .ambiguousReply(let first, let second, let source):
            """
            Rules \(first.rule) and \(second.rule) both answer for replies from \(source), but \
            the first needs them to come from \(first.description) and the second from \
            \(second.description). Replies are restored without flow state, so an address and \
            port can serve one of them only. Give one of the rules another backend port, or \
            enable Floating IP and keep the port.
            """
        case .sameTransitAddress(let first, let second, let ethernet):
            """
            Frontends \(first) and \(second) have HA-ports rules with Floating IP, and both would \
            answer with the Ethernet address \(ethernet). Change one of the two addresses.
            """
        case .limitReached(let table):
            """
            The configuration needs more than \(table.capacity) \(table.rawValue), counting those \
            that it replaces. Remove some; if old and new together are too many, apply the \
            removals first.
            """
        }
    }
}

extension PlanningError.ReplyOwner: CustomStringConvertible {
    /// The frontend's address and port.
    public var description: String {
        port == 0 ? "\(frontend) on the same port" : "\(frontend) port \(port)"
    }
}

extension PlanningError.ReplySource: CustomStringConvertible {
    /// The address, the port and the transport.
    public var description: String {
        guard transport != .all else { return "\(address) on all ports" }
        return "\(address) port \(port) over \(transport.rawValue.uppercased())"
    }
}
