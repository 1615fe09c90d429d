import BPF
import ControlPlane
import Foundation
import Lab
import TableStorage
import Tables
import Testing

/// Real connections through changes of the pool and of the rule: what began goes on as it began.
@Suite(.needsKernel, .timeLimit(.minutes(10)))
struct EstablishedFlowTests {
    private static let connections = 18

    @Test func `connections stay with their member when it is taken out and comes back`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            let talk = Conversations(site: site)
            try talk.serve()
            var balancer = BalancerText()
            try site.write(balancer.json)
            let daemon = try site.startApplied()
            let clients = try (0..<Self.connections).map { try talk.begin($0) }
            let first = try clients.map { try talk.answer(1, of: $0) }
            #expect(Set(first.map(\.machine)) == ["one", "two"], "both must have connections")

            balancer.down = ["192.0.2.11"]
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            try talk.go(2)
            #expect(try clients.map { try talk.answer(2, of: $0) } == first)
            let late = try (100..<100 + Self.connections).map { try talk.begin($0) }
            #expect(try Set(late.map { try talk.answer(1, of: $0).machine }) == ["two"])

            balancer.down = []
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            try talk.go(3)
            #expect(try clients.map { try talk.answer(3, of: $0) } == first)
            #expect(try Set(late.map { try talk.answer(3, of: $0).machine }) == ["two"])
            #expect(try !DataPlane.view(pins: site.pins.path).flowPins.entries().isEmpty)
            try daemon.stop()
            try site.detach()
        }
    }

    @Test func `connections keep their mapping when floating IP is turned off and on`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            let talk = Conversations(site: site)
            try talk.serve()
            var balancer = BalancerText()
            try site.write(balancer.json)
            let daemon = try site.startApplied()
            let floating = try (0..<Self.connections).map { try talk.begin($0) }
            let first = try floating.map { try talk.answer(1, of: $0) }
            #expect(Set(first.map(\.address)) == ["192.0.2.100"])

            balancer.rules[0].floating = false
            balancer.rules[0].distribution = "SourceIP"
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            let translated = try (100..<104).map { try talk.begin($0) }
            let second = try translated.map { try talk.answer(1, of: $0) }
            #expect(Set(second).count == 1, "one client has one member by SourceIP")
            #expect(Set(second.map(\.address)).isSubset(of: ["192.0.2.11", "192.0.2.12"]))
            try talk.go(2)
            #expect(try floating.map { try talk.answer(2, of: $0) } == first)
            #expect(try translated.map { try talk.answer(2, of: $0) } == second)

            balancer.rules[0].floating = true
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            try talk.go(3)
            #expect(try floating.map { try talk.answer(3, of: $0) } == first)
            #expect(try translated.map { try talk.answer(3, of: $0) } == second)
            try daemon.stop()
            try site.detach()
        }
    }

    @Test(arguments: [true, false])
    func `T29 both ends of an idle connection are reset where the rule asks for it`(
        floating: Bool
    ) throws {
        try Lab.with { lab in
            let site = try Site(lab)
            let talk = Conversations(site: site)
            try talk.serve()
            var balancer = BalancerText()
            balancer.rules[0].floating = floating
            balancer.rules[0].more = #", "enableTcpReset": true"#
            try site.write(balancer.json)
            let daemon = try site.startApplied()
            let client = try talk.begin(1)
            let answer = try talk.answer(1, of: client)
            let member = try #require(site.members.first { $0.name == answer.machine })
            try talk.go(2)
            _ = try talk.answer(2, of: client)
            #expect(try talk.established(on: member) == 1)
            try client.wait(until: "both ends are reset", within: .seconds(60)) {
                try travelPastIdleTimeout(site)
                return try talk.established(on: site.client) == 0
                    && talk.established(on: member) == 0
            }
            try daemon.stop()
            try site.detach()
        }
    }

    /// Makes every pin look as if its flow had been silent for the idle timeout, once it has been
    /// silent for a second: a delayed acknowledgement would else meet a pin that is being written.
    private func travelPastIdleTimeout(_ site: Site) throws {
        let maps = try DataPlane.view(pins: site.pins.path)
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let quiet = UInt64(now.tv_sec + 239) * 1_000_000_000
        for (flow, pin) in try maps.flowPins.entries() where pin.expires < quiet {
            var expired = pin
            expired.expires = 1
            try maps.flowPins.set(flow, expired)
        }
    }

    @Test func `connections of a member that leaves go on for the drain period`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            let talk = Conversations(site: site)
            try talk.serve()
            var balancer = BalancerText()
            balancer.drainPeriod = 3600
            try site.write(balancer.json)
            let daemon = try site.startApplied()
            let clients = try (0..<Self.connections).map { try talk.begin($0) }
            let first = try clients.map { try talk.answer(1, of: $0) }
            #expect(Set(first.map(\.machine)) == ["one", "two"], "both must have connections")

            balancer.members = ["192.0.2.12"]
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            try talk.go(2)
            #expect(try clients.map { try talk.answer(2, of: $0) } == first)
            let late = try (100..<104).map { try talk.begin($0) }
            #expect(try Set(late.map { try talk.answer(1, of: $0).machine }) == ["two"])

            balancer.drainPeriod = 1
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            try #require(clients.first).wait(
                until: "the member's connections are reset",
                within: .seconds(60)
            ) {
                try talk.established(on: site.members[0]) == 0
            }
            try talk.go(3)
            let stayed = zip(clients, first).filter { $0.1.machine == "two" }
            #expect(try stayed.allSatisfy { try talk.answer(3, of: $0.0) == $0.1 })
            try daemon.stop()
            try site.detach()
        }
    }
}
