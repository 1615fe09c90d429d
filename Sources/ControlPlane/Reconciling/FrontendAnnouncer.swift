import Addresses
import Linux
import PacketFormats
import Tables

/// Makes the segment send a frontend's frames to this node.
public struct FrontendAnnouncer: Sendable {
    /// A frontend address and the Ethernet address that it answers with.
    public struct Frontend: Hashable, Sendable {
        /// The address.
        public let address: IPAddress
        /// The Ethernet address of a next-hop frontend; `nil` for the interface's own.
        public let ethernet: EthernetAddress?

        /// Makes a frontend.
        public init(address: IPAddress, ethernet: EthernetAddress?) {
            self.address = address
            self.ethernet = ethernet
        }

        /// The frontends that the frontends table has.
        static func all(in table: [FrontendKey: FrontendEntry]) -> Set<Frontend> {
            Set(
                table.map { key, entry in
                    let own = entry.ethernet == .unknown ? nil : entry.ethernet
                    return Frontend(address: IPAddress(bits: key.address), ethernet: own)
                }
            )
        }
    }

    private let session: NetlinkSession

    /// Announces through the host's interfaces.
    public init(session: NetlinkSession) {
        self.session = session
    }

    /// Lets an interface receive what is sent to a frontend.
    ///
    /// A next-hop frontend has an Ethernet address of its own; an IPv6 frontend is asked for through
    /// its solicited-node group (RFC 4291 section 2.7.1).
    public func receive(_ frontend: Frontend, on interface: NetworkInterface) throws(LinuxError) {
        if let ethernet = frontend.ethernet {
            try session.addReceiveAddress(ethernet, interface: interface.index)
        }
        if let group = Self.solicitedNodeGroup(frontend.address) {
            try session.joinMulticast(group, interface: interface.name)
        }
    }

    /// Takes back what `receive` did, but for groups that other frontends are in.
    public func ignore(
        _ frontend: Frontend,
        on interface: NetworkInterface,
        groupsInUse: Set<EthernetAddress> = []
    ) throws(LinuxError) {
        if let ethernet = frontend.ethernet {
            try session.removeReceiveAddress(ethernet, interface: interface.index)
        }
        if let group = Self.solicitedNodeGroup(frontend.address), !groupsInUse.contains(group) {
            try session.leaveMulticast(group, interface: interface.name)
        }
    }

    /// Tells the segment that frontends are here now.
    ///
    /// By one socket, because closing one takes the kernel many milliseconds.
    public func announce(
        _ frontends: [Frontend],
        on interface: NetworkInterface
    ) throws(LinuxError) {
        guard !frontends.isEmpty else { return }
        let socket = try PacketSocket(interface: interface.index)
        for frontend in frontends {
            let announcement = AddressAnnouncement(
                address: frontend.address,
                ethernetAddress: frontend.ethernet ?? interface.ethernetAddress,
                isRouter: frontend.ethernet != nil
            )
            for frame in announcement.frames { try socket.send(frame) }
        }
    }

    /// The Ethernet group of an IPv6 address's solicited-node group; `nil` for IPv4.
    static func solicitedNodeGroup(_ address: IPAddress) -> EthernetAddress? {
        guard address.version == .ipv6 else { return nil }
        return EthernetAddress(bytes: [0x33, 0x33, 0xff] + address.bytes.suffix(3))
    }
}
