import ControlPlane
import Lab
import Soak
import Tables
import Testing

/// Floods of segments from millions of senders, with real connections running.
@Suite(.needsLab, .serialized, .timeLimit(.minutes(10)))
struct PressureTests {
    /// Senders: thirty times as many as the table of handshakes holds.
    private static let floodSize: UInt64 = 2_000_000
    private static let connections = 400

    private var options: SoakOptions {
        var options = SoakOptions(limit: .changes(0), seed: UInt64.random(in: 0...999_999))
        options.connections = Self.connections
        options.datagramsPerSecond = 200
        options.changesAtOnce = 1...3
        return options
    }

    /// The rule of the plan with this name.
    private func rule(_ name: String) throws -> SoakConfiguration.Rule {
        try #require(SoakSitePlan.connectionRules.first { $0.name == name })
    }

    /// Waits until so many connections were opened after these, as real clients do in a flood.
    private func waitForNew(_ count: Int, after opened: Int, _ traffic: SoakTraffic) throws {
        try waitUntil("\(count) new connections are open", within: .seconds(120)) {
            traffic.tally.opened >= opened + count
        }
    }

    /// Waits until so many segments of a flood came to its rule; on the way there queues overflow.
    private func waitForArrived(
        _ count: UInt64,
        at rule: SoakConfiguration.Rule,
        of node: SoakNode,
        counted: KeyPath<RuleStatistics, UInt64>
    ) throws {
        let before = try node.statistics(ofRule: rule.name)[keyPath: counted]
        try waitUntil("\(count) segments came to \(rule.name)", within: .seconds(180)) {
            try node.statistics(ofRule: rule.name)[keyPath: counted] >= before + count
        }
    }

    @Test func `a flood of openings breaks no connection and takes no memory`() throws {
        try SoakSite.with { site in
            try site.start()
            let traffic = try SoakTraffic(site, options)
            defer { traffic.stop() }
            let rule = try rule("connections-changing")
            let before = try MemoryUse(of: site.node)
            let opened = traffic.tally.opened
            let flood = try FrameFlood(.opening, to: rule, on: site)
            defer { flood.stop() }
            let began = ContinuousClock.now
            try waitForArrived(Self.floodSize, at: rule, of: site.node, counted: \.synPackets)
            let time = ContinuousClock.now - began
            try waitForNew(30, after: opened, traffic)
            let after = try MemoryUse(of: site.node)
            // The flood's rule keeps nothing of its flows; another rule tracks connections.
            let flows = try site.node.flowState()
            #expect(flows.pins + flows.handshakes <= traffic.tally.opened + Self.connections)
            for (name, bytes) in before.maps where name != "pins" {
                #expect(after.maps[name] == bytes, "\(name)")
            }
            flood.stop()
            let outcome = try traffic.finish()
            #expect(outcome.tally.failed == 0, "\(outcome.tally)")
            print("flood: \(Self.floodSize) openings in \(time)")
            print("  daemon \(before.daemon) -> \(after.daemon) bytes")
            print("  datagrams missing: \(outcome.streams.map(\.ledger.missing))")
        }
    }

    @Test func `a flood while slots are unsettled breaks no connection`() throws {
        try SoakSite.with { site in
            try site.start()
            let options = options
            let traffic = try SoakTraffic(site, options)
            defer { traffic.stop() }
            let before = try MemoryUse(of: site.node)
            var drive = try SoakDrive(site, traffic, options)
            try drive.step()
            let opened = traffic.tally.opened
            let rule = try rule("connections-changing")
            let flood = try FrameFlood(.opening, to: rule, on: site)
            defer { flood.stop() }
            for _ in 0..<5 { try drive.step() }
            try waitForArrived(Self.floodSize, at: rule, of: site.node, counted: \.synPackets)
            try waitForNew(30, after: opened, traffic)
            let after = try MemoryUse(of: site.node)
            // Only established connections are pinned: those of the population, and their forerunners.
            let pins = try site.node.flowState().pins
            #expect(pins <= traffic.tally.opened, "seed \(options.seed)")
            #expect(after.maps["handshakes"] == before.maps["handshakes"])
            flood.stop()
            let outcome = try traffic.finish()
            #expect(outcome.tally.failed == 0, "seed \(options.seed): \(outcome.tally)")
            print("unsettled: \(pins) pins, maps \(before.total) -> \(after.total) bytes")
            print("  daemon \(before.daemon) -> \(after.daemon) bytes")
            print("  datagrams missing: \(outcome.streams.map(\.ledger.missing))")
        }
    }

    @Test func `with no room for pins forwarding goes on by hash and is counted`() throws {
        try SoakSite.with { site in
            try site.start()
            let options = options
            let traffic = try SoakTraffic(site, options)
            defer { traffic.stop() }
            let rule = try rule("connections-tracked")
            let before = try MemoryUse(of: site.node)
            // Senders of the flood take the last places.
            try site.node.fillPins(ofRule: rule.name, leaving: 20_000)
            let flood = try FrameFlood(.established, to: rule, on: site)
            defer { flood.stop() }
            try waitUntil("flows find no room for a pin", within: .seconds(120)) {
                try site.node.statistics(ofRule: rule.name).unpinnedFlows > 1000
            }
            let full = try MemoryUse(of: site.node)
            let opened = traffic.tally.opened
            try waitForArrived(Self.floodSize / 2, at: rule, of: site.node, counted: \.packets)
            try waitForNew(30, after: opened, traffic)
            let later = try MemoryUse(of: site.node)
            #expect(later.maps == full.maps)
            // Also while slots are unsettled, and with the little room that members who leave make.
            var drive = try SoakDrive(site, traffic, options)
            let began = ContinuousClock.now
            try drive.step()
            let time = ContinuousClock.now - began
            flood.stop()
            let outcome = try traffic.finish()
            #expect(outcome.tally.failed == 0, "seed \(options.seed): \(outcome.tally)")
            print("\(drive.journal.configurationChanges) changes with full tables in \(time)")
            print("full tables: maps \(before.total) -> \(full.total) -> \(later.total) bytes")
            print("  daemon \(before.daemon) -> \(full.daemon) -> \(later.daemon) bytes")
        }
    }
}
