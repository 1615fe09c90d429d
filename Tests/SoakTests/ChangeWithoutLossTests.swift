import BPF
import Lab
import PacketFormats
import Soak
import Tables
import Testing

@Suite(.needsLab, .serialized, .timeLimit(.minutes(10)))
struct ChangeWithoutLossTests {
    /// What a soak is seen with in the tests: less than a machine that does more can carry.
    private func options(_ changes: Int, seed: UInt64) -> SoakOptions {
        var options = SoakOptions(limit: .changes(changes), seed: seed)
        // Several changes a reload, because a debug build of the daemon takes its time for each.
        options.changesAtOnce = 14...26
        options.connections = 3000
        options.datagramsPerSecond = 1000
        return options
    }

    @Test func `a thousand changes lose no datagram and reset no connection`() throws {
        let seed = UInt64.random(in: 0...999_999)
        let report = try SoakSite.with { site in
            try SoakSession(options(1000, seed: seed), on: site).run()
        }
        let counts = report.journal.counts
        #expect(report.violations == [], "\(report.text)")
        #expect(report.journal.configurationChanges >= 1000)
        for kind in [ChangeKind.daemonStop, .daemonKill, .killWhileReloading] {
            #expect((counts[kind] ?? 0) > 0, "\(kind.rawValue), seed \(seed)")
        }
        #expect(counts[.programReplaced] == counts[.daemonStart])
        #expect(report.traffic.streams.allSatisfy { $0.ledger.received > 0 })
        #expect(report.traffic.open >= 2000, "\(report.text)")
        #expect(report.traffic.lasting >= 300, "\(report.text)")
        print(report.text)
    }

    @Test func `what is lost or reset is seen, with the step before it`() throws {
        let report = try SoakSite.with { site in
            try SoakSession(options(10, seed: 4), on: site).run { step, traffic in
                guard step == 1 else { return }
                // Members become unreachable under their flows, as no change may let them.
                let backends = try site.node.maps().backends
                let entries = try (UInt32(1)..<64).compactMap { index in
                    try backends.value(index).flatMap { $0.interface == 0 ? nil : (index, $0) }
                }
                for (index, entry) in entries {
                    var broken = entry
                    broken.destination = .unknown
                    try backends.set(index, broken)
                }
                try waitUntil("datagrams were lost", within: .seconds(30)) {
                    traffic.missingDatagrams > 50
                }
                for (index, entry) in entries { try backends.set(index, entry) }
            }
        }
        #expect(report.lost > 0)
        #expect(report.violations.contains { $0.contains("is lost, sent after step 1") })
    }
}
