import Foundation
import Lab
import Synchronization

/// A client that makes one request after the other, each over a new connection, until it is stopped.
final class SteadyClient: Sendable {
    /// One of its requests.
    struct Sample: Sendable {
        let began: ContinuousClock.Instant
        let ended: ContinuousClock.Instant
        /// The machine that answered; `nil` when none did.
        let machine: String?
        /// Why none did.
        let failure: String?
    }

    private struct State {
        var samples: [Sample] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let finished = DispatchGroup()

    /// Starts with several connections at a time.
    init(_ request: CurlRequest, from client: Machine, connections: Int) {
        for _ in 0..<connections {
            finished.enter()
            Thread.detachNewThread { [self] in
                while !state.withLock(\.isStopped) {
                    let sample = Self.sample(request, client)
                    state.withLock { $0.samples.append(sample) }
                }
                finished.leave()
            }
        }
    }

    /// Waits until this many more requests have ended.
    func waitForRequests(_ count: Int) throws {
        let before = state.withLock(\.samples.count)
        try waitUntil("\(count) more requests have ended", within: .seconds(60)) {
            state.withLock(\.samples.count) >= before + count
        }
    }

    /// Ends the requests and returns all of them in the order of their beginning.
    @discardableResult
    func stop() -> [Sample] {
        state.withLock { $0.isStopped = true }
        finished.wait()
        return state.withLock(\.samples).sorted { $0.began < $1.began }
    }

    private static func sample(_ request: CurlRequest, _ client: Machine) -> Sample {
        let began = ContinuousClock.now
        do {
            let machine = try client.curl(request).answer().machine
            return Sample(began: began, ended: .now, machine: machine, failure: nil)
        } catch {
            return Sample(began: began, ended: .now, machine: nil, failure: "\(error)")
        }
    }
}
