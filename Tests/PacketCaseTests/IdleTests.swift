import Addresses
import BPF
import ControlPlane
import Foundation
import Lab
import Linux
import Tables
import Testing

/// T28 and T29: flows that were silent for their idle timeout.
///
/// The timeout is minutes long. In its place the flow's pin in the kernel's table is written as it
/// would be afterwards: with a time that has passed.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct IdleTests {
    @Test func `T28 a UDP flow that was silent for its idle timeout is steered anew`() throws {
        try CaseSite.with { site in
            var rule = CaseBalancer.Rule(.floating, .ipv4, "Udp")
            rule.tracked = true
            try site.serve(rule)
            var balancer = CaseBalancer(rule)
            try site.node.apply(balancer)
            let target = try site.target(rule)
            let socket = try site.datagramSocket(rule)
            let before = try #require(try socket.askForMember(at: target))
            balancer.down = [try #require(site.members.first { $0.name == before }).host]
            try site.node.apply(balancer)
            #expect(try socket.askForMember(at: target) == before)

            let pins = try site.node.maps().flowPins
            let key = try #require(try pins.keys().first)
            let idle = UInt64(4 * 60) * 1_000_000_000
            let expires = try #require(try pins.value(key)).expires
            #expect(expires <= monotonicNanoseconds() + idle + Limits.renewalNanoseconds)
            #expect(expires > monotonicNanoseconds() + idle / 2)
            try letExpire(key, pins)
            let after = try socket.askForMember(at: target)
            #expect(after != nil && after != before)
        }
    }

    @Test(arguments: zip(Delivery.allCases, IPVersion.both))
    func `T29 both ends of a silent flow are reset, where the rule asks for it`(
        delivery: Delivery,
        version: IPVersion
    ) throws {
        try CaseSite.with { site in
            var rule = CaseBalancer.Rule(delivery, version)
            rule.resets = true
            var quiet = rule
            quiet.name = "quiet"
            quiet.port = 7001
            quiet.backendPort = delivery == .floating ? 7001 : 9001
            quiet.resets = false
            quiet.tracked = true
            for rule in [rule, quiet] { try site.serve(rule) }
            try site.node.apply(CaseBalancer(rule, quiet))
            let pins = try site.node.maps().flowPins
            let silent = try site.connections(8, rule)
            let untold = try site.connections(8, quiet)
            for key in try pins.keys() { try letExpire(key, pins) }
            let busy = try site.connections(8, rule)

            for conversation in silent {
                let error = #expect(throws: LinuxError.self) {
                    try conversation.connection.receiveLine(within: .seconds(30))
                }
                #expect(error?.reason == .system(ECONNRESET))
            }
            // Nor has a member any connection left but those that go on.
            try waitUntil("the members have been told too") {
                let open = try site.members.map {
                    try openConnections(on: $0.machine, port: rule.backendPort)
                }
                return open.joined().sorted() == busy.map(\.connection.local.port).sorted()
            }
            for conversation in busy + untold { #expect(try conversation.goesOn()) }
        }
    }

    /// Writes a pin as it is after its flow was silent for the idle timeout.
    private func letExpire(_ key: FlowKey, _ pins: FlowPins) throws {
        var pin = try #require(try pins.value(key))
        pin.expires = 1
        try pins.set(key, pin)
    }

    /// The clients' ports of the connections that a machine has on a port of its own.
    private func openConnections(on machine: Machine, port: UInt16) throws -> [UInt16] {
        let shown = try machine.run(["ss", "-Htn", "state", "established", "sport = :\(port)"])
        return try shown.split(separator: "\n").map { line in
            let peer = try #require(line.split(whereSeparator: \.isWhitespace).last)
            let colon = try #require(peer.lastIndex(of: ":"))
            return try #require(UInt16(peer[peer.index(after: colon)...]))
        }
    }
}
