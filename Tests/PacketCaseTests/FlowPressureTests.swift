import Addresses
import BPF
import ControlPlane
import Foundation
import Lab
import Linux
import PacketFormats
import Synchronization
import Tables
import TestSupport
import Testing

/// T24 to T26: full tables, floods and packets of flows that nobody knows.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct FlowPressureTests {
    private static let ack: UInt8 = 0x10
    private static let syn: UInt8 = 0x02

    @Test func `T24 with a full pin table flows are forwarded by hash and counted`() throws {
        try CaseSite.with { site in
            let rule = try tracked(site)
            let old = try site.connections(16, rule)
            #expect(Set(old.map(\.member)) == ["one", "two"])
            // The data plane alone: the daemon's sweep would look at a million pins meanwhile.
            let index = try #require(try site.node.status()?.rules.first).index
            try site.node.stopDaemon()
            let counters = try site.node.maps().counters
            func unpinned() throws -> UInt64 {
                try counters.perCPU(index).reduce(0) { $0 + $1.unpinnedFlows }
            }
            let pins = try site.node.maps().pins
            try fill(pins, but: 4096)
            var flood = try Flood(site, rule, flags: Self.ack)
            let step: UInt64 = 4096
            var counted: UInt64 = 0
            try waitUntil("no flow more finds room in the pin table", within: .seconds(60)) {
                let before = try unpinned()
                try flood.send(Int(step))
                counted = try unpinned() - before
                return counted == step || flood.sent > 64 * Int(step)
            }
            #expect(counted == step, "all flows of the last step must be without a pin")

            for conversation in old { #expect(try conversation.goesOn()) }
            let new = try site.connections(16, rule)
            #expect(Set(new.map(\.member)) == ["one", "two"])
            for conversation in new { #expect(try conversation.goesOn()) }
        }
    }

    @Test func `T25 a flood of SYNs leaves established flows alone and fills a bounded table`()
        throws
    {
        try CaseSite.with { site in
            let rule = try tracked(site)
            let old = try site.connections(32, rule)
            let maps = try site.node.maps()
            let pinned = try maps.flowPins.keys().count
            var flood = try Flood(site, rule, flags: Self.syn)
            let background = try BackgroundFlood(flood)
            defer { background.stop() }
            try background.waitForFrames(20_000)
            var new: [Conversation] = []
            for _ in 0..<8 {
                for conversation in old { #expect(try conversation.goesOn()) }
                new += try site.connections(2, rule)
            }
            try background.waitForFrames(2 * Int(Limits.handshakes))
            background.stop()
            for conversation in old + new { #expect(try conversation.goesOn()) }
            #expect(
                try maps.flowPins.keys().count == pinned + new.count,
                "a SYN alone pins nothing"
            )
            #expect(try maps.handshakes.keys().count <= Int(Limits.handshakes))
            #expect(try site.node.statistics().synPackets > UInt64(Limits.handshakes))
            // And when the flood is over, as before.
            try flood.send(1)
            #expect(Set(try site.connections(16, rule).map(\.member)) == ["one", "two"])
        }
    }

    @Test func `T26 a packet of an unknown flow goes where its slot had settled`() throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(.floating)
            try site.serve(rule)
            var balancer = CaseBalancer(rule)
            try site.node.apply(balancer)
            let ports = Array(UInt16(20_000)..<20_024)
            let settled = try receivers(of: ports, rule, site)
            #expect(Set(settled) == ["one", "two"])
            #expect(try site.node.pinCount() == 0, "a settled slot remembers nothing")

            balancer.down = [11]
            try site.node.apply(balancer)
            #expect(try receivers(of: ports, rule, site) == settled)
            #expect(try site.node.pinCount() > 0, "in an unsettled slot the flow is pinned")
            #expect(try site.connect(rule, port: 20_100).askForMember() == "two")
        }
    }

    /// Pins flows of nobody, like the first that is pinned, until this many are missing.
    private func fill(_ pins: LoadedMap<Pins>, but count: Int) throws {
        let known = try pins.keys()
        var key = try #require(known.first)
        let pin = try #require(try pins.value(key))
        for number in 0..<(Int(Limits.pins) - known.count - count) {
            // Addresses of IPv6, which no packet of the case has.
            key.first = AddressBits(high: 1, low: UInt64(number))
            try pins.set(key, pin)
        }
    }

    private func tracked(_ site: CaseSite) throws -> CaseBalancer.Rule {
        var rule = CaseBalancer.Rule(.floating)
        rule.tracked = true
        try site.serve(rule)
        try site.node.apply(CaseBalancer(rule))
        return rule
    }

    /// The members that get an ACK of each port's flow, which does not exist.
    private func receivers(
        of ports: [UInt16],
        _ rule: CaseBalancer.Rule,
        _ site: CaseSite
    ) throws -> [String] {
        let recordings = try site.recordMembers("tcp and src host 192.0.2.10")
        let socket = try site.client.openPacketSocket(on: "eth0")
        for port in ports {
            let frame = FrameBuilder(
                from: try site.clientAddress(),
                to: try address(rule.frontend),
                .tcp(source: port, destination: rule.port, flags: Self.ack),
                ethernetSource: site.clientInterface.ethernetAddress,
                ethernetDestination: site.node.interface.ethernetAddress
            ).with(\.payload, [])
            try socket.send(frame.bytes)
        }
        var members: [UInt16: String] = [:]
        for (member, recording) in zip(site.members, recordings) {
            for frame in try recording.stop() {
                let port = RecordedPacket(frame.packet).sourcePort
                #expect(members.updateValue(member.name, forKey: port) == nil)
            }
        }
        return try ports.map { try #require(members[$0], "no member got port \($0)") }
    }
}
