import Soak
import Testing

struct SoakReportTests {
    private func report(
        _ change: (inout SoakTraffic.Outcome) -> Void = { _ in },
        arrived: Range<UInt64> = 0..<100
    ) -> SoakReport {
        var journal = ChangeJournal()
        journal.begin(.reload([.removeMember(pool: "web", number: 4)]), at: 50)
        journal.end(at: 60)
        var ledger = DatagramLedger()
        for number in UInt64(0)..<100 { ledger.noteSent(at: number) }
        for number in arrived { ledger.noteArrival(number) }
        var traffic = SoakTraffic.Outcome(streams: [.init(name: "stream", ledger: ledger)])
        change(&traffic)
        return SoakReport(seed: 5, seconds: 1, journal: journal, traffic: traffic)
    }

    @Test func `a soak without loss has no violation`() {
        #expect(report().violations == [])
        #expect(report().text.hasPrefix("seed 5, 1 s"))
    }

    @Test func `a lost datagram is a violation with the change before it`() {
        let report = report(arrived: 0..<99)
        #expect(report.lost == 1)
        #expect(report.violations.count == 1)
        #expect(report.violations.first?.contains("datagram 99 of stream is lost") == true)
        #expect(report.violations.first?.contains("member 4 of web out") == true)
    }

    @Test func `what a full socket buffer dropped is not lost on the way`() {
        #expect(report({ $0.bufferOverflows = 1 }, arrived: 0..<99).violations == [])
        #expect(report({ $0.bufferOverflows = 1 }, arrived: 0..<98).lost == 1)
    }

    @Test func `a connection that fails is a violation only while its member stays`() {
        let apart = report { $0.tally.failuresAfterRemoval[.reset] = 7 }
        #expect(apart.violations == [])
        let failed = ConnectionTally.Case(
            failure: .reset,
            connection: 12,
            rule: "connections",
            member: 2,
            from: 10,
            to: 55
        )
        let violations = report { $0.tally.note(failed) }.violations
        #expect(violations.count == 1)
        #expect(violations.first?.contains("connection 12 of connections, member 2") == true)
        #expect(violations.first?.contains("during step 1 (member 4 of web out)") == true)
    }
}
