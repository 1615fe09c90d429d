import Addresses
import Lab

/// The machines of the demo and the two segments that join them.
///
/// Segment A is 192.0.2.0/24 and 2001:db8:1::/64, segment B 198.51.100.0/24 and 2001:db8:2::/64.
public struct DemoTopology: Sendable {
    /// The segment with the client, the backends and the appliances.
    public let segmentA: Segment
    /// The segment behind the appliances.
    public let segmentB: Segment
    /// The client, .1 on segment A.
    public let client: Machine
    /// The load balancer node, .2 on both segments.
    public let node: Machine
    /// The backends, .11 and .12 on segment A.
    public let backends: [Backend]
    /// The appliances, .21 and .22 on both segments.
    public let routers: [Machine]
    /// The server, .10 on segment B.
    public let server: Machine
    /// The client's interface.
    public let clientOnA: LabInterface
    /// The node's interface on segment A.
    public let nodeOnA: LabInterface
    /// The node's interface on segment B.
    public let nodeOnB: LabInterface

    /// A machine that serves what the load balancer's rules lead to.
    public struct Backend: Sendable {
        /// The machine.
        public let machine: Machine
        /// Its interface on segment A.
        public let interface: LabInterface
        /// Its own IPv4 address.
        public let ipv4: IPAddress
        /// Its own IPv6 address.
        public let ipv6: IPAddress

        /// The machine's name.
        public var name: String { machine.name }
    }

    static let prefixesA = ["192.0.2.0/24", "2001:db8:1::/64"]
    static let prefixesB = ["198.51.100.0/24", "2001:db8:2::/64"]
    static let clientAddress = "192.0.2.1"
    static let nodeAddressA = "192.0.2.2"
    /// What is for the node itself, as a capture's filter has it.
    static let toNode = ["192.0.2.2", "2001:db8:1::2", "198.51.100.2", "2001:db8:2::2"]
        .map { "dst host \($0)" }.joined(separator: " or ")
    static let serverAddress = "198.51.100.10"
    static let routerAddresses = ["192.0.2.21", "192.0.2.22"]

    /// Makes the machines and segments in a lab.
    public init(in lab: Lab) throws {
        let segmentA = try lab.segment("segmenta")
        let segmentB = try lab.segment("segmentb")
        client = try lab.machine("client")
        node = try lab.machine("node")
        server = try lab.machine("server")
        clientOnA = try client.attach(to: segmentA, addresses: Self.addressesA(1))
        nodeOnA = try node.attach(to: segmentA, addresses: Self.addressesA(2))
        nodeOnB = try node.attach(to: segmentB, addresses: Self.addressesB(2))
        try server.attach(to: segmentB, addresses: Self.addressesB(10))
        backends = try [11, 12].enumerated().map { index, host in
            let machine = try lab.machine("b\(index + 1)")
            let addresses = try Self.addressesA(host)
            return Backend(
                machine: machine,
                interface: try machine.attach(to: segmentA, addresses: addresses),
                ipv4: addresses[0].address,
                ipv6: addresses[1].address
            )
        }
        routers = try [21, 22].enumerated().map { index, host in
            let machine = try lab.machine("r\(index + 1)")
            try machine.attach(to: segmentA, addresses: Self.addressesA(host))
            try machine.attach(to: segmentB, addresses: Self.addressesB(host))
            return machine
        }
        self.segmentA = segmentA
        self.segmentB = segmentB
    }

    /// Every machine, in the order that a reader meets them.
    public var machines: [Machine] {
        [client, node] + backends.map(\.machine) + routers + [server]
    }

    private static func addressesA(_ host: Int) throws -> [IPPrefix] {
        [try .parsed("192.0.2.\(host)/24"), try .parsed("2001:db8:1::\(host)/64")]
    }

    private static func addressesB(_ host: Int) throws -> [IPPrefix] {
        [try .parsed("198.51.100.\(host)/24"), try .parsed("2001:db8:2::\(host)/64")]
    }
}
