import Probing
import Testing

/// The rules by which results change a member's state, without clock and network.
@Suite struct `A member's health` {
    private static let start = ContinuousClock.now

    /// Results at five seconds' distance, and the states that they lead to.
    private func states(
        _ outcomes: [ProbeOutcome],
        threshold: Int = 1
    ) -> [HealthReason] {
        var health = MemberHealth()
        return outcomes.enumerated().map { number, outcome in
            let now = Self.start + .seconds(5 * number)
            let before = health.isUp
            let moved = health.take(outcome, threshold: threshold, at: now)
            #expect(moved == (before != health.isUp))
            #expect(health.isUp == !health.reason.rawValue.hasPrefix("Down"))
            return health.reason
        }
    }

    private let silent = ProbeOutcome.failure(.noHandshake)

    @Test func `counts as up until the first result`() {
        let health = MemberHealth()
        #expect(health.isUp)
        #expect(health.reason == .notProbed)
        #expect(states([.success]) == [.probeSuccess])
        #expect(states([.success], threshold: 3) == [.probeSuccess])
    }

    @Test func `changes with each result when the threshold is one`() {
        #expect(
            states([silent, .success, silent, silent])
                == [.tcpProbeTimeout, .probeSuccess, .tcpProbeTimeout, .tcpProbeTimeout]
        )
    }

    @Test func `goes down after as many failures in a row as the threshold says`() {
        let near = HealthReason.approachingUnhealthy
        #expect(
            states([.success, silent, silent, .success, silent, silent, silent], threshold: 3)
                == [.probeSuccess, near, near, .probeSuccess, near, near, .tcpProbeTimeout]
        )
        #expect(states([silent, silent], threshold: 2) == [near, .tcpProbeTimeout])
    }

    @Test func `comes up after as many successes in a row as the threshold says`() {
        let near = HealthReason.approachingHealthy
        #expect(
            states([silent, silent, .success, silent, .success, .success], threshold: 2)
                == [
                    .approachingUnhealthy, .tcpProbeTimeout, near, .tcpProbeTimeout, near,
                    .probeSuccess,
                ]
        )
    }

    @Test func `goes down at once when the answer has another status than 200`() {
        let refusal = ProbeOutcome.failure(.status(503))
        #expect(
            states([.success, refusal, .success], threshold: 2)
                == [.probeSuccess, .httpStatusCodeError, .approachingHealthy]
        )
    }

    @Test func `stays as it is when it could not be asked`() {
        let mute = ProbeOutcome.notAsked("no descriptors")
        #expect(states([mute]) == [.notProbed])
        #expect(
            states([silent, mute, silent], threshold: 2)
                == [.approachingUnhealthy, .approachingUnhealthy, .tcpProbeTimeout]
        )
    }

    @Test(
        arguments: [
            (ProbeFailure.noHandshake, HealthReason.tcpProbeTimeout),
            (.refused, .tcpProbeTimeout), (.unreachable, .tcpProbeTimeout),
            (.broken, .httpEndpointUnreachable), (.noResponse, .httpNoResponse),
            (.status(404), .httpStatusCodeError),
        ]
    )
    func `is down for the reason that Azure has for it`(
        failure: ProbeFailure,
        reason: HealthReason
    ) {
        #expect(states([.failure(failure)]) == [reason])
    }

    @Test func `tells the latest failure until a success`() {
        var health = MemberHealth()
        _ = health.take(silent, threshold: 1, at: Self.start)
        _ = health.take(.failure(.refused), threshold: 1, at: Self.start)
        #expect(health.failure == .refused)
        _ = health.take(.success, threshold: 2, at: Self.start)
        #expect(health.failure == nil)
    }
}
