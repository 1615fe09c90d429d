import ControlPlane
import Foundation
import Tables
import Testing

struct RuleStatisticsTests {
    @Test func `the counters of all CPUs are added up`() {
        var first = RuleCounters()
        first.packets = 10
        first.bytes = 1000
        first.synPackets = 1
        var second = RuleCounters()
        second.packets = 5
        second.bytes = .max - 2000
        second.replyPackets = 7
        second.unpinnedFlows = 2
        let sum = RuleStatistics(summing: [first, second, RuleCounters()])
        #expect(sum.packets == 15)
        #expect(sum.bytes == UInt64.max - 1000)
        #expect(sum.synPackets == 1)
        #expect(sum.replyPackets == 7)
        #expect(sum.unpinnedFlows == 2)
        #expect(sum.drops == [:])
    }

    @Test(arguments: DropReason.allCases)
    func `a drop is counted under the name of its reason`(reason: DropReason) {
        var counters = RuleCounters()
        counters.drops[Int(reason.rawValue)] = 3
        let sum = RuleStatistics(summing: [counters, counters])
        #expect(sum.drops == ["\(reason)": 6])
        #expect(sum.packets == 0)
    }

    @Test func `a rule of no CPU has done nothing`() throws {
        let none = RuleStatistics(summing: [])
        #expect(none == RuleStatistics(summing: [RuleCounters()]))
        let json = try JSONEncoder().encode(none)
        #expect(try JSONDecoder().decode(RuleStatistics.self, from: json) == none)
    }
}
