import Testing

@testable import Probing

/// When members are asked.
@Suite struct `Questions` {
    private static let start = ContinuousClock.now

    private func moments(_ schedule: ProbeSchedule, until end: Duration) -> [Double] {
        var moment = schedule.first
        var found: [Double] = []
        while moment < Self.start + end {
            found.append((moment - Self.start) / .seconds(1))
            moment = schedule.next(after: moment, now: moment)
        }
        return found
    }

    private func schedule(_ number: Int, of count: Int, interval: Duration = .seconds(5))
        -> ProbeSchedule
    {
        ProbeSchedule(number: number, of: count, interval: interval, start: Self.start)
    }

    @Test(arguments: [1, 7, 100, 5000])
    func `to members that begin together are spread over the interval`(count: Int) {
        // A window of a hundredth of the interval, and one question more at each of its edges.
        let allowed = count / 100 + 3
        var steady = [Int](repeating: 0, count: 100)
        for number in 1...count {
            let all = moments(schedule(number + 12_345, of: count), until: .seconds(25))
            let last = all.filter { (20..<25).contains($0) }
            #expect(last.count == 1)
            for moment in last { steady[min(99, Int((moment - 20) * 20))] += 1 }
        }
        #expect((steady.max() ?? 0) <= allowed)
    }

    @Test func `begin soon where members are few, and never all at once`() {
        let few = (1...10).map { schedule($0, of: 10).first }
        #expect(few.allSatisfy { $0 >= Self.start && $0 < Self.start + .milliseconds(50) })
        let many = (1...10_000).map { schedule($0, of: 10_000).first }
        let window = many.filter { $0 < Self.start + .milliseconds(50) }
        #expect(window.count <= 110)
        #expect(many.allSatisfy { $0 <= Self.start + .seconds(5) })
    }

    @Test func `come at the interval's distance after the first two`() {
        for number in 1...50 {
            let all = moments(schedule(number, of: 50), until: .seconds(60))
            let gaps = zip(all, all.dropFirst()).map { $1 - $0 }
            #expect(gaps.first.map { (2.5...7.5).contains($0) } == true)
            #expect(gaps.dropFirst().allSatisfy { abs($0 - 5) < 0.001 })
        }
    }

    @Test func `are not caught up with after a pause of the node`() {
        let schedule = schedule(3, of: 3)
        let woken = Self.start + .seconds(1000)
        let next = schedule.next(after: schedule.first, now: woken)
        #expect(next >= woken - .seconds(5))
        #expect(next <= woken + .seconds(5))
    }
}
