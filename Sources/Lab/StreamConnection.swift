public import Addresses
import Foundation
import Linux
import Synchronization

/// A TCP connection that a machine holds open.
public final class StreamConnection: Sendable {
    /// The machine's own end.
    public let local: Endpoint
    /// The other end.
    public let remote: Endpoint
    private let socket: Mutex<LabSocket?>
    private let unread = Mutex<[UInt8]>([])

    init(_ socket: LabSocket, local: Endpoint, remote: Endpoint) {
        self.socket = Mutex(socket)
        self.local = local
        self.remote = remote
    }

    /// Sends a line and returns the line that comes back, both without the newline.
    public func ask(_ line: String, within limit: Duration = .seconds(10)) throws -> String {
        try send(Array("\(line)\n".utf8), within: limit)
        return try receiveLine(within: limit)
    }

    /// Sends bytes.
    public func send(_ bytes: [UInt8], within limit: Duration = .seconds(10)) throws {
        let socket = try held()
        let deadline = ContinuousClock.now + limit
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                Foundation.send(socket.number, bytes.baseAddress, bytes.count, MSG_NOSIGNAL.flag)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EAGAIN && errno != EINTR {
                throw socket.failure("send on")
            } else if !socket.wait(for: POLLOUT, until: deadline) {
                throw LabError.timedOut("\(socket.name) takes bytes", after: limit, detail: "")
            }
        }
    }

    /// The next line, without the newline.
    public func receiveLine(within limit: Duration = .seconds(10)) throws -> String {
        let socket = try held()
        let deadline = ContinuousClock.now + limit
        while true {
            let line: [UInt8]? = unread.withLock { unread in
                guard let end = unread.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
                defer { unread.removeSubrange(...end) }
                return Array(unread[..<end])
            }
            if let line { return String(decoding: line, as: UTF8.self) }
            guard socket.wait(for: POLLIN, until: deadline) else {
                let have = unread.withLock(\.count)
                throw LabError.timedOut(
                    "a line comes on \(socket.name)",
                    after: limit,
                    detail: "\(have) bytes of one have come"
                )
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(socket.number, &chunk, chunk.count, 0)
            if count == 0 { throw LinuxError("receive on", socket.name, .unusable("it is closed")) }
            if count < 0 {
                if errno == EAGAIN || errno == EINTR { continue }
                throw socket.failure("receive on")
            }
            unread.withLock { $0 += chunk.prefix(count) }
        }
    }

    /// Says that nothing more will be sent (FIN).
    public func finish() throws {
        shutdown(try held().number, Int32(SHUT_WR))
    }

    /// Ends the connection in the ordinary way.
    public func close() {
        socket.withLock { $0 = nil }
    }

    /// Ends the connection by a reset.
    public func reset() throws {
        let socket = try held()
        var linger = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        guard setsockopt(socket.number, SOL_SOCKET, SO_LINGER, &linger, size) == 0 else {
            throw socket.failure("make a reset end")
        }
        close()
    }

    private func held() throws -> LabSocket {
        guard let socket = socket.withLock({ $0 }) else {
            throw LinuxError("use", "the connection to \(remote)", .unusable("it is closed"))
        }
        return socket
    }
}

extension Machine {
    /// Opens a TCP connection from an address of the machine; port 0 lets the kernel choose one.
    ///
    /// Throws a `LinuxError`, with `ECONNREFUSED` for instance, or `LabError.timedOut`.
    public func connect(
        to remote: Endpoint,
        from address: IPAddress,
        port: UInt16 = 0,
        within limit: Duration = .seconds(10)
    ) throws -> StreamConnection {
        let socket = try perform {
            try LabSocket(
                SOCK_STREAM,
                at: Endpoint(address, port),
                name: "TCP connection from \(name) to \(remote)"
            )
        }
        let begun = remote.withSocketAddress { Foundation.connect(socket.number, $0, $1) }
        guard begun == 0 || errno == EINPROGRESS else { throw socket.failure("open") }
        guard socket.wait(for: POLLOUT, until: .now + limit) else {
            throw LabError.timedOut("\(socket.name) is open", after: limit, detail: "")
        }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &code, &size)
        guard code == 0 else { throw LinuxError("open", socket.name, .system(code)) }
        let local = socket.local ?? Endpoint(address, port)
        return StreamConnection(socket, local: local, remote: remote)
    }
}
