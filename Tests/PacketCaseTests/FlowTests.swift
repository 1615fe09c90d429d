import Addresses
import BPF
import ControlPlane
import Foundation
import Lab
import Linux
import Tables
import Testing

/// T20 to T23 and T27: flows through changes of their pool, and their pins in the kernel.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct FlowTests {
    @Test func `T20 packets of a pinned flow go to the member of its pin`() throws {
        try CaseSite.with { site in
            var rule = CaseBalancer.Rule(.floating, .ipv4, "Udp")
            rule.tracked = true
            try site.serve(rule)
            var balancer = CaseBalancer(rule)
            try site.node.apply(balancer)
            let target = try site.target(rule)
            let old = try (0..<24).map { _ in try site.datagramSocket(rule) }
            let members = try old.map { try $0.askForMember(at: target) }
            #expect(Set(members) == ["one", "two"])

            balancer.down = [11]
            try site.node.apply(balancer)
            #expect(try old.map { try $0.askForMember(at: target) } == members)
            #expect(try site.node.pinCount() == 24, "no flow was pinned twice")
            let new = try (0..<24).map { _ in try site.datagramSocket(rule) }
            #expect(Set(try new.map { try $0.askForMember(at: target) }) == ["two"])
        }
    }

    @Test func `T21 a tracked flow is remembered with its handshake, a settled one never`() throws {
        try CaseSite.with { site in
            var tracked = CaseBalancer.Rule(name: "tracked", port: 7001, backendPort: 7001)
            tracked.tracked = true
            let settled = CaseBalancer.Rule(name: "settled")
            for rule in [tracked, settled] { try site.serve(rule) }
            try site.node.apply(CaseBalancer(tracked, settled))
            let maps = try site.node.maps()

            let untracked = try site.connections(8, settled)
            #expect(Set(untracked.map(\.member)) == ["one", "two"])
            #expect(try maps.flowPins.keys() == [] && maps.handshakes.keys() == [])

            for count in 1...8 {
                _ = try site.connections(1, tracked)
                // The handshake is over, so the pin alone remembers the flow.
                #expect(try maps.flowPins.keys().count == count)
                #expect(try maps.handshakes.keys() == [])
            }
        }
    }

    @Test(arguments: Delivery.allCases)
    func `T22 established connections survive every change of their pool`(delivery: Delivery) throws
    {
        try CaseSite.with(members: 3) { site in
            let rule = CaseBalancer.Rule(delivery)
            try site.serve(rule)
            var balancer = CaseBalancer(rule)
            try site.node.apply(balancer)
            var open = try site.connections(120, rule)
            #expect(Set(open.map(\.member)) == ["one", "two"])
            let changes: [(members: [Int], down: Set<Int>, takers: Set<String>)] = [
                ([11, 12, 13], [], ["one", "two", "three"]),
                ([11, 12, 13], [11], ["two", "three"]),
                ([11, 12, 13], [11, 12], ["three"]),
                ([11, 12, 13], [], ["one", "two", "three"]),
            ]
            for change in changes {
                balancer.members = change.members
                balancer.down = change.down
                try site.node.apply(balancer)
                for conversation in open { #expect(try conversation.goesOn()) }
                let new = try site.connections(40, rule)
                #expect(Set(new.map(\.member)) == change.takers)
                open += new
            }
            balancer.members = [11, 12]
            try site.node.apply(balancer)
            for conversation in open where conversation.member != "three" {
                #expect(try conversation.goesOn())
            }
        }
    }

    @Test func `T22 flows keep their mapping when Floating IP or distribution change`() throws {
        try CaseSite.with { site in
            let floating = CaseBalancer.Rule(.floating)
            let translated = CaseBalancer.Rule(.translated)
            for rule in [floating, translated] { try site.serve(rule) }
            var open: [Conversation] = []
            var spread = translated
            spread.distribution = "SourceIP"
            // The first again, so that a rule that came back is no other one.
            for rule in [floating, translated, spread, floating] {
                try site.node.apply(CaseBalancer(rule))
                for conversation in open { #expect(try conversation.goesOn()) }
                let recordings = try site.recordMembers("tcp dst port \(rule.backendPort)")
                let new = try site.connections(24, rule)
                let isSpread = rule.distribution == "Default"
                #expect(Set(new.map(\.member)).count == (isSpread ? 2 : 1))
                for (member, recording) in zip(site.members, recordings) {
                    let place =
                        try rule.floating
                        ? address(rule.frontend) : CaseSite.near(member.host)
                    for frame in try recording.stop() {
                        #expect(RecordedPacket(frame.packet).destination == place)
                    }
                }
                open += new
            }
        }
    }

    @Test func `T23 flows of a member that was removed are steered anew`() throws {
        try CaseSite.with { site in
            let stream = CaseBalancer.Rule(name: "stream")
            var datagrams = CaseBalancer.Rule(.floating, .ipv4, "Udp")
            datagrams.name = "datagrams"
            datagrams.tracked = true
            for rule in [stream, datagrams] { try site.serve(rule) }
            var balancer = CaseBalancer(stream, datagrams)
            try site.node.apply(balancer)
            let target = try site.target(datagrams)
            let open = try site.connections(24, stream)
            #expect(Set(open.map(\.member)) == ["one", "two"])
            let sockets = try (0..<24).map { _ in try site.datagramSocket(datagrams) }
            #expect(Set(try sockets.map { try $0.askForMember(at: target) }) == ["one", "two"])

            balancer.members = [12]
            try site.node.apply(balancer)
            for conversation in open {
                if conversation.member == "two" {
                    #expect(try conversation.goesOn())
                    continue
                }
                // The member that it meets now knows nothing of it and says so.
                let error = #expect(throws: LinuxError.self) { try conversation.goesOn() }
                #expect(error?.reason == .system(ECONNRESET))
            }
            #expect(Set(try sockets.map { try $0.askForMember(at: target) }) == ["two"])
            #expect(Set(try site.connections(8, stream).map(\.member)) == ["two"])
        }
    }

    @Test func `T23 a removed member keeps its flows for the drain period of its pool`() throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(.floating)
            try site.serve(rule)
            var balancer = CaseBalancer(rule)
            balancer.drainPeriodInSeconds = 8
            try site.node.apply(balancer)
            let open = try site.connections(24, rule)
            #expect(Set(open.map(\.member)) == ["one", "two"])

            balancer.members = [12]
            try site.node.apply(balancer)
            for conversation in open { #expect(try conversation.goesOn()) }
            #expect(Set(try site.connections(8, rule).map(\.member)) == ["two"])
            for conversation in open where conversation.member == "one" {
                let error = #expect(throws: LinuxError.self) {
                    try conversation.connection.receiveLine(within: .seconds(30))
                }
                #expect(error?.reason == .system(ECONNRESET))
            }
            for conversation in open where conversation.member == "two" {
                #expect(try conversation.goesOn())
            }
        }
    }

    @Test(arguments: [false, true])
    func `T27 FIN and RST shorten what is remembered of a flow`(isReset: Bool) throws {
        try CaseSite.with { site in
            var rule = CaseBalancer.Rule(.floating)
            rule.tracked = true
            try site.serve(rule)
            var balancer = CaseBalancer(rule)
            try site.node.apply(balancer)
            let conversation = try #require(try site.connections(1, rule).first)
            let pins = try site.node.maps().flowPins
            let key = try #require(try pins.keys().first)
            let closing = Limits.closingNanoseconds
            #expect(try #require(try pins.value(key)).expires > monotonicNanoseconds() + closing)

            if isReset {
                try conversation.connection.reset()
            } else {
                conversation.connection.close()
            }
            try waitUntil("the flow is remembered for a short time only") {
                guard let pin = try pins.value(key) else { return true }
                return pin.expires <= monotonicNanoseconds() + closing + Limits.renewalNanoseconds
            }
            guard isReset else { return }
            // The same ports begin anew, where new flows go.
            let member = site.members.first { $0.name == conversation.member }
            balancer.down = [try #require(member).host]
            try site.node.apply(balancer)
            let again = try site.connect(rule, port: conversation.connection.local.port)
            #expect(try again.askForMember() != conversation.member)
        }
    }
}

/// The kernel's monotonic clock, by which pins expire.
func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
