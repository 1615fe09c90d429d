import Probing
import Testing

/// A member that goes up and down is held down longer each time.
@Suite struct `A member that flaps` {
    private static let start = ContinuousClock.now

    /// Fails at these seconds and succeeds at every other one; the seconds at which it came up.
    private func rises(failures: Set<Int>, seconds: Int) -> [Int] {
        var health = MemberHealth()
        return (0..<seconds).filter { second in
            let outcome: ProbeOutcome =
                failures.contains(second) ? .failure(.refused) : .success
            let moved = health.take(
                outcome,
                threshold: 1,
                at: Self.start + .seconds(second)
            )
            return moved && health.isUp
        }
    }

    @Test func `comes back at once twice, and is held from its third fall`() {
        #expect(rises(failures: [10, 20, 30], seconds: 200) == [11, 21, 60])
    }

    @Test func `is held twice as long with each further fall`() {
        #expect(rises(failures: [10, 20, 30, 70, 140], seconds: 400) == [11, 21, 60, 130, 260])
    }

    @Test func `is held no longer than five minutes`() {
        let held = [30, 70, 140, 270, 520, 830]
        #expect(
            rises(failures: Set([10, 20] + held), seconds: 1500)
                == [11, 21, 60, 130, 260, 510, 820, 1130]
        )
    }

    @Test func `must answer when the hold ends`() {
        let silent = Set(55...70)
        #expect(rises(failures: silent.union([10, 20, 30]), seconds: 200) == [11, 21, 71])
    }

    @Test func `is as any other after two minutes up`() {
        let failures: Set = [10, 20, 141, 151, 161]
        #expect(rises(failures: failures, seconds: 400) == [11, 21, 142, 152, 191])
    }

    @Test func `says that it is held`() {
        var health = MemberHealth()
        for second in [0, 1, 2, 3, 4] {
            let outcome: ProbeOutcome = second.isMultiple(of: 2) ? .failure(.refused) : .success
            _ = health.take(outcome, threshold: 1, at: Self.start + .seconds(second))
        }
        #expect(health.dampening.heldUntil == Self.start + .seconds(34))
        _ = health.take(.success, threshold: 1, at: Self.start + .seconds(5))
        #expect(health.reason == .approachingHealthy)
        #expect(!health.isUp)
    }
}
