import Testing

@testable import Access

@Suite("Sign-in attempts")
struct SignInLimitTests {
    @Test func `who fails too often waits, also with the right secret`() async throws {
        let site = try await Site()
        let made = try await site.create("ci")
        let other = try await site.create("other")
        for _ in 0..<SignInLimit.attempts {
            await #expect(throws: AccessError.invalidClient) {
                try await site.signIn(made.clientID, "wrong", from: "192.0.2.66")
            }
        }
        // The client waits wherever it comes from, and the source whichever client it names.
        for (client, source) in [
            (made, "192.0.2.66"), (made, "192.0.2.1"), (other, "192.0.2.66"),
        ] {
            do {
                _ = try await site.signIn(client.clientID, client.clientSecret, from: source)
                Issue.record("\(client.name) signed in from \(source)")
            } catch AccessError.tooManyAttempts(let seconds) {
                #expect((1...60).contains(seconds))
            }
        }
        _ = try await site.signIn(other.clientID, other.clientSecret, from: "192.0.2.1")
    }

    @Test func `writing a client id in another way gives no more attempts`() async throws {
        let site = try await Site()
        let made = try await site.create("ci")
        for attempt in 0..<SignInLimit.attempts {
            let id = attempt.isMultiple(of: 2) ? made.clientID : made.clientID.uppercased()
            await #expect(throws: AccessError.invalidClient) {
                try await site.signIn(id, "wrong", from: "192.0.2.\(attempt)")
            }
        }
        do {
            _ = try await site.signIn(made.clientID, made.clientSecret, from: "192.0.2.99")
            Issue.record("it signed in")
        } catch AccessError.tooManyAttempts {}
    }

    @Test func `the wait is over when it was said to be`() {
        var limit = SignInLimit()
        let start = ContinuousClock.now
        for attempt in 0..<SignInLimit.attempts {
            #expect(limit.wait("a", now: start) == 0)
            limit.fail("a", now: start + .milliseconds(attempt))
        }
        let late = start + .milliseconds(300)
        let wait = limit.wait("a", now: late)
        #expect(wait == 60)
        #expect(limit.wait("a", now: start + .seconds(59)) > 0)
        #expect(limit.wait("b", now: late) == 0)
        #expect(limit.wait("a", now: late + .seconds(wait)) == 0)
    }

    @Test func `few failures in a window are forgotten with it`() {
        var limit = SignInLimit()
        let start = ContinuousClock.now
        for attempt in 0..<100 {
            let now = start + SignInLimit.window * (attempt / 9)
            #expect(limit.wait("a", now: now) == 0)
            limit.fail("a", now: now)
        }
    }

    @Test func `strangers make no memory grow, and the latest failures are kept`() {
        var limit = SignInLimit()
        let start = ContinuousClock.now
        for _ in 0..<SignInLimit.attempts { limit.fail("first", now: start) }
        for stranger in 0..<SignInLimit.callers - 2 {
            limit.fail("\(stranger)", now: start + .microseconds(stranger))
        }
        let now = start + .seconds(1)
        for _ in 0..<SignInLimit.attempts { limit.fail("last", now: now) }
        #expect(limit.wait("first", now: now) > 0)
        limit.fail("one too many", now: now)
        #expect(limit.wait("first", now: now) == 0, "the oldest are forgotten")
        #expect(limit.wait("last", now: now) > 0)
    }
}
