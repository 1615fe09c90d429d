import Addresses
import Foundation
import Lab
import TestSupport

/// A client, a server that stays, and for each case a node and a server that dies.
final class DeathStage: Sendable {
    /// What a case has to itself.
    struct Place: Sendable {
        /// Where the node's program runs.
        let node: Machine
        /// The server that dies.
        let victim: Machine
        /// Its link.
        let link: LabInterface
        /// The victim's address.
        let address: String
        /// Where the client sends its connections.
        let target: String
        /// The node's daemon; none for HAProxy.
        let apus: HealthNode?
    }

    static let survivor = "192.0.2.10"
    static let survivorLetter = UInt8(ascii: "s")
    static let victimLetter = UInt8(ascii: "v")
    static let port: UInt16 = 80
    static let probePort: UInt16 = 8080

    /// Where every client connects from.
    let client: Machine
    /// The place of each case.
    let places: [DeathCase: Place]

    init(_ lab: Lab) throws {
        let segment = try lab.segment("lan")
        client = try lab.machine("client")
        try client.attach(to: segment, addresses: [Self.prefix("192.0.2.1")])
        try client.setSysctl("net/ipv4/ip_local_port_range", to: "1024 65000")
        let survivor = try lab.machine("survivor")
        try survivor.attach(to: segment, addresses: [Self.prefix(Self.survivor)])
        _ = try survivor.start(
            [BenchmarkProgram.path] + Self.service(Self.survivorLetter).arguments
        )
        var places: [DeathCase: Place] = [:]
        for (number, kind) in DeathCase.all.enumerated() {
            places[kind] = try Self.place(kind, number, lab, segment, survivor)
        }
        self.places = places
    }

    /// The service of a server.
    static func service(_ letter: UInt8) -> MortalService {
        MortalService(letter: letter, port: port, probePort: probePort)
    }

    private static func place(
        _ kind: DeathCase,
        _ number: Int,
        _ lab: Lab,
        _ segment: Segment,
        _ survivor: Machine
    ) throws -> Place {
        let victim = try lab.machine("victim\(number)")
        let address = "192.0.2.\(20 + number)"
        let link = try victim.attach(to: segment, addresses: [prefix(address)])
        let node = try lab.machine("node\(number)")
        let own = "192.0.2.\(40 + number)"
        try node.attach(to: segment, addresses: [prefix(own)])
        guard kind.contender == .apus else {
            return Place(
                node: node,
                victim: victim,
                link: link,
                address: address,
                target: own,
                apus: nil
            )
        }
        let frontend = "192.0.2.\(100 + number)"
        for server in [victim, survivor] {
            try server.addFloatingAddress(FixtureWorld.address(frontend))
        }
        let document = HealthDocument(
            pools: [[Self.survivor, address]],
            frontends: [frontend],
            port: port,
            probePort: probePort,
            isHTTP: true,
            threshold: kind.threshold
        )
        return Place(
            node: node,
            victim: victim,
            link: link,
            address: address,
            target: frontend,
            apus: try HealthNode(on: node, document)
        )
    }

    private static func prefix(_ address: String) throws -> IPPrefix {
        guard let prefix = IPPrefix("\(address)/24") else {
            throw BenchmarkError.malformed(program: "apus-bench", text: address)
        }
        return prefix
    }
}
