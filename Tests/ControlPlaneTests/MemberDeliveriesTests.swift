import Addresses
import ControlPlane
import Linux
import PacketFormats
import Planning
import Testing

struct MemberDeliveriesTests {
    private static let member = IPAddress("192.0.2.11")
    private let own = EthernetAddress(first: 0x0002, second: 0, third: 1)
    private let theirs = EthernetAddress(first: 0x0002, second: 0, third: 11)

    /// A node with `eth0` (index 3) on 192.0.2.0/24.
    private func network(
        isUp: Bool = true,
        hasCarrier: Bool = true,
        neighbour: Neighbour.State? = nil
    ) throws -> NetworkSnapshot {
        var network = NetworkSnapshot()
        network.interfaces = [
            NetworkInterface(
                index: 3,
                name: "eth0",
                ethernetAddress: own,
                isUp: isUp,
                hasCarrier: hasCarrier,
                mtu: 1500,
                master: nil
            )
        ]
        network.addresses = [
            InterfaceAddress(interface: 3, address: try address("192.0.2.2"), prefixLength: 24)
        ]
        if let neighbour {
            network.neighbours = [
                Neighbour(
                    interface: 3,
                    address: try #require(Self.member),
                    ethernetAddress: neighbour == .failed ? nil : theirs,
                    state: neighbour
                )
            ]
        }
        return network
    }

    private func deliveries(
        _ network: NetworkSnapshot,
        members: [String] = ["192.0.2.11"],
        known: MemberDelivery? = nil
    ) throws -> MemberDeliveries {
        var before: [IPAddress: MemberDelivery] = [:]
        before[try address("192.0.2.11")] = known
        return MemberDeliveries(
            members: try members.map { try address($0) },
            network: network,
            interfaces: ["eth0"],
            known: before
        )
    }

    private func resolved(
        to destination: EthernetAddress,
        interface: UInt32 = 3
    ) -> MemberDelivery {
        .resolved(interface: interface, source: own, destination: destination, vlan: 0)
    }

    @Test(arguments: [Neighbour.State.reachable, .permanent])
    func `a confirmed neighbour is resolved and not asked for`(state: Neighbour.State) throws {
        let member = try address("192.0.2.11")
        let result = try deliveries(network(neighbour: state))
        #expect(result.deliveries == [member: resolved(to: theirs)])
        #expect(result.toResolve == [:])
        #expect(result.unreachable == [:])
    }

    @Test(arguments: [Neighbour.State.stale, .delay, .probe])
    func `a neighbour not heard from lately is resolved and asked for again`(
        state: Neighbour.State
    ) throws {
        let member = try address("192.0.2.11")
        let result = try deliveries(network(neighbour: state))
        #expect(result.deliveries == [member: resolved(to: theirs)])
        #expect(result.toResolve == [member: 3])
    }

    @Test(arguments: [nil, Neighbour.State.failed])
    func `a member without a neighbour entry is asked for, and not resolved`(
        state: Neighbour.State?
    ) throws {
        let member = try address("192.0.2.11")
        let result = try deliveries(network(neighbour: state))
        #expect(result.deliveries == [member: .unresolved(interface: 3, source: own)])
        #expect(result.toResolve == [member: 3])
        #expect(result.unreachable == [:])
    }

    @Test(arguments: [nil, Neighbour.State.failed])
    func `a member that was known keeps its Ethernet address while it is asked for`(
        state: Neighbour.State?
    ) throws {
        let member = try address("192.0.2.11")
        let known = EthernetAddress(first: 0x0002, second: 0, third: 99)
        let result = try deliveries(network(neighbour: state), known: resolved(to: known))
        #expect(result.deliveries == [member: resolved(to: known)])
        #expect(result.toResolve == [member: 3])
    }

    @Test func `what was known on another interface is no help`() throws {
        let member = try address("192.0.2.11")
        let result = try deliveries(network(), known: resolved(to: theirs, interface: 4))
        #expect(result.deliveries == [member: .unresolved(interface: 3, source: own)])
    }

    @Test func `a new Ethernet address goes before the one that was known`() throws {
        let member = try address("192.0.2.11")
        let known = EthernetAddress(first: 0x0002, second: 0, third: 99)
        let result = try deliveries(network(neighbour: .stale), known: resolved(to: known))
        #expect(result.deliveries == [member: resolved(to: theirs)])
    }

    @Test(arguments: [(false, true), (true, false)])
    func `a member keeps its delivery while the interface is down`(
        isUp: Bool,
        hasCarrier: Bool
    ) throws {
        let member = try address("192.0.2.11")
        let network = try network(isUp: isUp, hasCarrier: hasCarrier, neighbour: .reachable)
        let kept = try deliveries(network, known: resolved(to: theirs))
        #expect(kept.deliveries == [member: resolved(to: theirs)])
        #expect(kept.unreachable == [:])
        // Nobody could answer.
        #expect(kept.toResolve == [:])
        let unknown = try deliveries(network)
        #expect(unknown.deliveries == [member: .unresolved(interface: 3, source: own)])
    }

    @Test func `members off the segment cannot be reached`() throws {
        let far = try address("198.51.100.1")
        let members = ["198.51.100.1", "192.0.2.11"]
        let result = try deliveries(network(neighbour: .reachable), members: members)
        #expect(Set(result.unreachable.keys) == [far])
        guard case .notOnConnectedSegment(far, let connected, _) = result.unreachable[far] else {
            Issue.record("unexpected reason \(String(describing: result.unreachable[far]))")
            return
        }
        #expect(connected == [try prefix("192.0.2.0/24")])
        #expect(Set(result.deliveries.keys) == [try address("192.0.2.11")])
    }

    @Test func `a member that is the node itself gets its packets here`() throws {
        let node = try address("192.0.2.2")
        let result = try deliveries(network(neighbour: .reachable), members: ["192.0.2.2"])
        #expect(result.deliveries == [node: .local(interface: 3, ethernet: own)])
        #expect(result.toResolve == [:])
        #expect(result.unreachable == [:])
    }

    @Test func `a member that several rules name is worked out once`() throws {
        let members = ["192.0.2.11", "192.0.2.11"]
        let result = try deliveries(network(neighbour: .reachable), members: members)
        #expect(result.deliveries.count == 1)
    }
}
