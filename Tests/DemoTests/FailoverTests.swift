import Testing

@testable import Demo

struct FailoverTests {
    private static let start = ContinuousClock.now

    private func attempt(
        _ number: Int,
        _ milliseconds: ClosedRange<Int>,
        _ result: WriteAttempt.Result
    ) -> WriteAttempt {
        WriteAttempt(
            writer: "one",
            number: number,
            began: Self.start + .milliseconds(milliseconds.lowerBound),
            ended: Self.start + .milliseconds(milliseconds.upperBound),
            result: result
        )
    }

    /// The old server ends at 100 ms; its last acknowledgement arrives just then.
    private var failover: Failover {
        Failover(
            old: "b1",
            new: "b2",
            killed: Self.start + .milliseconds(100),
            promoted: Self.start + .milliseconds(150),
            foundDown: Self.start + .milliseconds(400),
            foundUp: Self.start + .milliseconds(700),
            attempts: [
                attempt(1, 0...50, .acknowledged(server: "b1", address: "192.0.2.103")),
                attempt(2, 60...110, .acknowledged(server: "b1", address: "192.0.2.103")),
                attempt(3, 120...130, .failed("connection refused")),
                attempt(4, 600...810, .acknowledged(server: "b2", address: "192.0.2.103")),
                attempt(5, 820...830, .acknowledged(server: "b2", address: "192.0.2.103")),
            ]
        )
    }

    @Test func `the time to recovery lies between the acknowledgements of both servers`() {
        #expect(failover.timeToRecovery == .milliseconds(700))
        #expect(failover.timeToFirst == .milliseconds(700))
    }

    @Test func `a write that is refused after the first acknowledgement is before the recovery`() {
        var attempts = failover.attempts
        attempts.append(attempt(6, 840...850, .failed("connection refused")))
        attempts.append(attempt(7, 860...910, .acknowledged(server: "b2", address: "192.0.2.103")))
        let late = Failover(
            old: "b1",
            new: "b2",
            killed: failover.killed,
            promoted: failover.promoted,
            foundDown: Self.start + .milliseconds(855),
            foundUp: failover.foundUp,
            attempts: attempts
        )
        #expect(late.timeToFirst == .milliseconds(700))
        #expect(late.timeToRecovery == .milliseconds(800))
        #expect(late.after.map(\.number) == [7])
        #expect(late.between.map(\.number) == [2, 3, 4, 5, 6])
    }

    @Test func `every attempt is before, between or after, and only once`() {
        #expect(failover.before.map(\.number) == [1])
        #expect(failover.between.map(\.number) == [2, 3, 4])
        #expect(failover.after.map(\.number) == [5])
    }

    @Test func `an acknowledged row that the table lacks is lost, another is not`() {
        #expect(failover.lost(from: ["one|1", "one|2", "one|4", "one|5"]) == [])
        // A row whose writer never heard of it may be there.
        #expect(failover.lost(from: ["one|1", "one|2", "one|3", "one|4", "one|5"]) == [])
        #expect(failover.lost(from: ["one|1", "one|4", "one|5"]).map(\.number) == [2])
    }

    @Test func `an answer is the server and the address, and nothing else is one`() {
        #expect(
            SteadyWriter.result(ofRow: "b2|192.0.2.103\n")
                == .acknowledged(server: "b2", address: "192.0.2.103")
        )
        for text in ["", "\n", "b2", "server closed the connection unexpectedly"] {
            guard case .failed = SteadyWriter.result(ofRow: text) else {
                Issue.record("'\(text)' passes for an answer")
                continue
            }
        }
    }

    @Test func `a standby is known by its refusal`() {
        let refusal = "ERROR:  cannot execute INSERT in a read-only transaction"
        #expect(attempt(1, 0...1, .failed(refusal)).metStandby)
        #expect(!attempt(1, 0...1, .failed("connection refused")).metStandby)
    }
}
