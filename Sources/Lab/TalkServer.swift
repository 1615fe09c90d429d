public import Addresses
import Foundation
import Linux
import Synchronization

/// A server of a machine that answers each line or datagram, and says by that who it is.
public final class TalkServer: Sendable {
    /// What makes an answer of a line or a datagram; a line's has no newline.
    public typealias Answer = @Sendable (_ request: [UInt8]) -> [UInt8]

    /// Where the server listens.
    public let endpoint: Endpoint
    private let listener: LabSocket
    private let answer: Answer
    private let isStopped = Mutex(false)
    private let finished = DispatchSemaphore(value: 0)

    init(_ listener: LabSocket, at endpoint: Endpoint, answer: @escaping Answer) {
        self.listener = listener
        self.endpoint = endpoint
        self.answer = answer
    }

    /// Ends the server and its connections; the lab ends it too.
    func stop() {
        isStopped.withLock { $0 = true }
        // Wakes the thread that waits on the socket; of a datagram socket the looking does.
        shutdown(listener.number, Int32(SHUT_RDWR))
        finished.wait()
        finished.signal()
    }

    /// Serves on a thread until it is stopped.
    func serve(_ body: @escaping @Sendable (TalkServer) -> Void) {
        Thread.detachNewThread { [self] in
            body(self)
            finished.signal()
        }
    }

    private var goesOn: Bool { !isStopped.withLock { $0 } }

    /// Answers datagrams.
    func serveDatagrams() {
        let socket = DatagramSocket(listener, local: endpoint)
        while goesOn {
            // A sender that is gone is no reason to end.
            guard let request = try? socket.receive(within: .milliseconds(100)) else { continue }
            try? socket.send(answer(request.payload), to: request.source)
        }
    }

    /// Accepts connections and answers their lines.
    func serveConnections() {
        var connections: [Int32: Connection] = [:]
        while goesOn {
            var requests = [pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)]
            requests += connections.values.map { connection in
                let waits = connection.unsent.isEmpty ? POLLIN : POLLOUT
                return pollfd(fd: connection.number, events: Int16(waits), revents: 0)
            }
            guard poll(&requests, nfds_t(requests.count), 100) > 0 else { continue }
            for request in requests.dropFirst() where request.revents != 0 {
                guard var connection = connections[request.fd] else { continue }
                connections[request.fd] = connection.proceed(answer) ? connection : nil
                if connections[request.fd] == nil { Foundation.close(request.fd) }
            }
            guard requests[0].revents != 0 else { continue }
            let number = accept(listener.number, nil, nil)
            guard number >= 0 else { continue }
            _ = fcntl(number, F_SETFL, O_NONBLOCK)
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            connections[number] = Connection(number: number)
        }
        for number in connections.keys { Foundation.close(number) }
    }

    /// One connection of the server.
    private struct Connection {
        let number: Int32
        var unread: [UInt8] = []
        var unsent: [UInt8] = []

        /// Reads or writes what can be; false when the connection has ended.
        mutating func proceed(_ answer: Answer) -> Bool {
            if unsent.isEmpty {
                var chunk = [UInt8](repeating: 0, count: 16_384)
                let count = recv(number, &chunk, chunk.count, 0)
                if count == 0 { return false }
                if count < 0 { return errno == EAGAIN || errno == EINTR }
                unread += chunk.prefix(count)
                while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                    unsent += answer(Array(unread[..<end])) + [UInt8(ascii: "\n")]
                    unread.removeSubrange(...end)
                }
            }
            if unsent.isEmpty { return true }
            let count = Foundation.send(number, unsent, unsent.count, MSG_NOSIGNAL.flag)
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            unsent.removeFirst(count)
            return true
        }
    }
}

extension Machine {
    /// Starts a server that answers lines of TCP connections, or datagrams.
    ///
    /// An answer is the machine's name, a space and what was asked, unless `answer` makes another.
    @discardableResult
    public func startTalk(
        _ transport: EchoTransport,
        at address: IPAddress,
        port: UInt16,
        answer: TalkServer.Answer? = nil
    ) throws -> TalkServer {
        let endpoint = Endpoint(address, port)
        let name = Array("\(name) ".utf8)
        let what = "\(transport.rawValue) server \(endpoint) on \(self.name)"
        let listener = try perform {
            let type = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
            return try LabSocket(type, at: endpoint, name: what)
        }
        if transport == .tcp, listen(listener.number, 4096) != 0 {
            throw listener.failure("listen on")
        }
        return try lab.create { atEnd in
            let server = TalkServer(listener, at: endpoint, answer: answer ?? { name + $0 })
            server.serve { server in
                transport == .tcp ? server.serveConnections() : server.serveDatagrams()
            }
            atEnd { server.stop() }
            return server
        }
    }
}
