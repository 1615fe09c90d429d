import Addresses
import ControlPlane
import Demo
import Lab
import Linux

/// The lab of a soak: a client, the node and the members on one segment.
package final class SoakSite: Sendable {
    let lab: Lab
    let client: Machine
    let clientInterface: LabInterface
    let members: [Machine]
    package let node: SoakNode
    private let programs = PassPrograms()

    /// Fills an empty lab; the daemon does not run yet.
    package init(_ lab: Lab, daemon executable: String) throws {
        self.lab = lab
        let segment = try lab.segment("lan")
        client = try lab.machine("client")
        let machine = try lab.machine("node")
        members = try (1...SoakSitePlan.memberCount).map { try lab.machine("m\($0)") }
        let clientAddresses = [
            SoakSitePlan.clientAddress, SoakSitePlan.translatedClientAddress,
            SoakSitePlan.clientAddress6,
        ]
        clientInterface = try client.attach(
            to: segment,
            addresses: clientAddresses.map(Self.onSegment)
        )
        let interface = try machine.attach(
            to: segment,
            addresses: [SoakSitePlan.nodeAddress, SoakSitePlan.nodeAddress6].map(Self.onSegment)
        )
        try programs.attach(facing: interface)
        let rules = SoakSitePlan.streams + SoakSitePlan.connectionRules
        let frontends = Set(rules.map(\.frontend)).sorted()
        let translated = try IPAddress.planned(SoakSitePlan.translatedClientAddress)
        guard let reply = IPPrefix(address: translated, length: 32) else {
            throw LinuxError("route to", "\(translated)", .unusable("it is no IPv4 address"))
        }
        for (index, member) in members.enumerated() {
            let own = [IPVersion.ipv4, .ipv6].map { SoakSitePlan.address(ofMember: index + 1, $0) }
            try member.attach(to: segment, addresses: own.map(Self.onSegment))
            for frontend in frontends { try member.addFloatingAddress(.planned(frontend)) }
            // The node restores the replies of rules that translate, so they must pass it.
            try member.addRoute(to: reply, via: .planned(SoakSitePlan.nodeAddress))
        }
        node = try SoakNode(on: machine, interface: interface, executable: executable)
    }

    /// Starts the daemon with the plan's configuration.
    package func start() throws {
        try node.write(SoakSitePlan.configuration.document)
        try node.start()
    }

    /// Runs the body with a site in a lab of its own, which is taken down afterwards.
    package static func with<Result>(
        daemon executable: String = DemoNode.siblingExecutable,
        _ body: (SoakSite) throws -> Result
    ) throws -> Result {
        let lab = try Lab()
        defer { tearDown(lab) }
        return try body(SoakSite(lab, daemon: executable))
    }

    /// Takes a lab down, with the data plane that its node pinned.
    package static func tearDown(_ lab: Lab) {
        // First the daemon ends, so that nothing is pinned any more after the pins are gone.
        lab.tearDown()
        // What cannot be removed is somebody else's by now.
        try? DataPlane.remove(pins: DemoNode.pins(of: lab.name))
    }

    /// Datagrams that the members' sockets had no room for, and those with a wrong checksum.
    func receiveBufferOverflows() throws -> UInt64 {
        try members.reduce(0) { sum, member in
            sum + (try member.perform { try UDPCounters.read().receiveBufferErrors })
        }
    }

    private static func onSegment(_ address: String) throws -> IPPrefix {
        let text = address + (address.contains(":") ? "/64" : "/24")
        guard let prefix = IPPrefix(text) else {
            throw LinuxError("use", "'\(text)'", .unusable("it is not a prefix"))
        }
        return prefix
    }
}
