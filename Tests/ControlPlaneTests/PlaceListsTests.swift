import Addresses
import Readiness
import Resources
import Testing

@testable import ControlPlane

struct PlaceListsTests {
    private func rule(_ frontend: String, port: UInt16, _ members: [String]) throws -> ResolvedRule
    {
        ResolvedRule(
            id: "/rule/\(frontend)-\(port)",
            loadBalancer: "balancer",
            name: "rule",
            frontend: try #require(IPAddress(frontend)),
            transport: .tcp,
            frontendPort: port,
            backendPort: port,
            distribution: .default,
            isFloatingIPEnabled: true,
            isTCPResetEnabled: false,
            isConnectionTrackingEnabled: false,
            idleTimeout: .seconds(240),
            probe: nil,
            members: try members.map {
                ResolvedMember(name: $0, address: try #require(IPAddress($0)), adminState: .none)
            }
        )
    }

    @Test func `a machine must own what any of its addresses is a member for, each once`() throws {
        let (one, two) = ("192.0.2.11", "192.0.2.12")
        let lists = PlaceLists([
            try rule("192.0.2.100", port: 80, [one, two]),
            try rule("192.0.2.101", port: 80, [one]),
            try rule("192.0.2.100", port: 81, [two]),
        ])
        let addresses = try [one, two].map { try #require(IPAddress($0)) }
        #expect(
            lists.all == [
                addresses[0]: OwnedAddresses(["192.0.2.100:80/tcp", "192.0.2.101:80/tcp"]),
                addresses[1]: OwnedAddresses(["192.0.2.100:80/tcp", "192.0.2.100:81/tcp"]),
            ]
        )
        #expect(
            lists.joined(addresses)
                == OwnedAddresses([
                    "192.0.2.100:80/tcp", "192.0.2.101:80/tcp", "192.0.2.100:81/tcp",
                ])
        )
    }
}
