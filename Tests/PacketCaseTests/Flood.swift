import Addresses
import Foundation
import Lab
import Linux
import PacketFormats
import Synchronization
import TestSupport

/// TCP packets of ever new flows, from the client's segment to a rule's frontend.
///
/// Their TCP checksums are wrong, so that the members, which are not what is tried, do not answer.
struct Flood: Sendable {
    /// How many frames were sent.
    private(set) var sent = 0
    private let socket: PacketSocket
    private var frames: [[UInt8]]

    init(_ site: CaseSite, _ rule: CaseBalancer.Rule, flags: UInt8) throws {
        socket = try site.client.openPacketSocket(on: "eth0")
        let frontend = try address(rule.frontend)
        // Each has its own IP header checksum; only the ports change later.
        frames = try (1...100).map { host in
            FrameBuilder(
                from: try address("203.0.113.\(host)"),
                to: frontend,
                .tcp(source: 0, destination: rule.port, flags: flags),
                ethernetSource: site.clientInterface.ethernetAddress,
                ethernetDestination: site.node.interface.ethernetAddress
            ).with(\.payload, []).bytes
        }
    }

    /// Sends this many frames, each of a flow of its own until there are no more ports.
    mutating func send(_ count: Int) throws {
        for _ in 0..<count {
            let index = sent % frames.count
            let port = sent / frames.count + 1
            frames[index][34] = UInt8(truncatingIfNeeded: port >> 8)
            frames[index][35] = UInt8(truncatingIfNeeded: port)
            try socket.send(frames[index])
            sent += 1
        }
    }
}

/// A flood that goes on beside the test, with an end that is set beforehand.
final class BackgroundFlood: Sendable {
    private struct State {
        var sent = 0
        var isStopped = false
        var failure: (any Error)?
    }

    private static let limit = 4_000_000
    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)

    init(_ flood: Flood) throws {
        Thread.detachNewThread { [self] in
            var flood = flood
            do {
                while !state.withLock(\.isStopped), flood.sent < Self.limit {
                    try flood.send(256)
                    state.withLock { $0.sent = flood.sent }
                }
            } catch {
                state.withLock { $0.failure = error }
            }
            finished.signal()
        }
    }

    /// Waits until this many frames have been sent.
    func waitForFrames(_ count: Int) throws {
        try waitUntil("\(count) frames have been sent", within: .seconds(60)) {
            if let failure = state.withLock(\.failure) { throw failure }
            return state.withLock(\.sent) >= count
        }
    }

    /// Ends the flood.
    func stop() {
        state.withLock { $0.isStopped = true }
        finished.wait()
        finished.signal()
    }
}
