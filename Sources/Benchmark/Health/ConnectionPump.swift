import Foundation
import Lab
import Synchronization

/// Opens connections to one address at a steady rate, and notes what becomes of each.
final class ConnectionPump: Sendable {
    /// One connection.
    struct Attempt: Equatable {
        /// When it was begun.
        var start: UInt64
        /// Whether it is over, one way or the other.
        var isOver = false
        /// The letter that it was greeted with; nothing when it failed.
        var letter: UInt8?

        /// A connection that was begun.
        init(start: UInt64) { self.start = start }
    }

    /// The time between two connections.
    static let pace: UInt64 = 10_000_000
    /// How long a connection may take: less than until a client sends its first packet again.
    static let limit: UInt64 = 900_000_000

    private let target: sockaddr_in
    private let attempts = Mutex<[Attempt]>([])
    private let isOver = Flag()
    private let running = DispatchGroup()

    /// Begins, from a machine.
    init(from machine: Machine, to address: String, port: UInt16) {
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        inet_pton(AF_INET, address, &target.sin_addr)
        self.target = target
        running.enter()
        Thread.detachNewThread { [self] in
            // What fails shows in that no connection is noted.
            try? machine.perform { run() }
            running.leave()
        }
    }

    /// Ends, and returns when no connection is open any more.
    func stop() {
        isOver.set()
        running.wait()
    }

    /// All connections so far.
    var all: [Attempt] { attempts.withLock(\.self) }

    /// The last connection since a moment that failed, when all of the last `quiet` nanoseconds
    /// that are over went well; nothing while it is too early to say.
    static func lastFailure(
        in attempts: [Attempt],
        since moment: UInt64,
        quiet: UInt64
    ) -> UInt64?? {
        let finished = attempts.prefix { $0.isOver }.filter { $0.start >= moment }
        let last = finished.last { $0.letter == nil }?.start
        guard let end = finished.last?.start, end - (last ?? moment) >= quiet else { return nil }
        return .some(last)
    }

    private func run() {
        var open: [(descriptor: Int32, number: Int)] = []
        var next = MonotonicClock.now
        while !(isOver.isSet && open.isEmpty) {
            let now = MonotonicClock.now
            if now >= next && !isOver.isSet {
                open += begin(now).map { [$0] } ?? []
                next = max(next + Self.pace, now)
            }
            var requests = open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            let pause = next > now ? Int32((next - now) / 1_000_000) : 0
            poll(&requests, nfds_t(requests.count), isOver.isSet ? 5 : pause)
            let seen = MonotonicClock.now
            open = zip(open, requests).compactMap { connection, request in
                finish(connection.number, request, seen) ? nil : connection
            }
        }
    }

    private func begin(_ now: UInt64) -> (Int32, Int)? {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | flags, 0)
        guard descriptor >= 0 else { return nil }
        _ = withUnsafePointer(to: target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let number = attempts.withLock { attempts in
            attempts.append(Attempt(start: now))
            return attempts.count - 1
        }
        return (descriptor, number)
    }

    /// Whether a connection is over.
    private func finish(_ number: Int, _ request: pollfd, _ now: UInt64) -> Bool {
        var letter: UInt8 = 0
        let count = request.revents == 0 ? -1 : recv(request.fd, &letter, 1, 0)
        let isPending = request.revents == 0 || (count < 0 && errno == EAGAIN)
        return attempts.withLock { attempts in
            guard !isPending || now - attempts[number].start > Self.limit else { return false }
            attempts[number].isOver = true
            if count == 1 { attempts[number].letter = letter }
            close(request.fd)
            return true
        }
    }
}
