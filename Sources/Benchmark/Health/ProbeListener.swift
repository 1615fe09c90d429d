import Foundation
import PacketFormats
import Synchronization

/// Accepts connections at a port of every address of its namespace, and answers each.
final class ProbeListener: Sendable {
    /// What a connection is answered with, by the address that it was made to; nothing closes it.
    typealias Answer = @Sendable (_ member: AddressBits) -> [UInt8]

    private static let threads = 2
    private static let backlog: Int32 = 4096
    private static let deferAccept: Int32 = 9

    private let descriptor: Int32
    private let answer: Answer
    private let running = DispatchGroup()

    /// Listens in the calling thread's namespace.
    ///
    /// - Parameter waitsForRequest: whether a connection counts only once a request has come on it,
    ///   so that none waits for another's (`TCP_DEFER_ACCEPT`).
    init(port: UInt16, waitsForRequest: Bool, answer: @escaping Answer) throws {
        self.answer = answer
        descriptor = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        if waitsForRequest {
            setsockopt(descriptor, Int32(IPPROTO_TCP), Self.deferAccept, &one, 4)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, bound == 0, listen(descriptor, Self.backlog) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw BenchmarkError.failed(program: "listener at port \(port)", text: reason)
        }
        for _ in 0..<Self.threads {
            running.enter()
            Thread.detachNewThread { [self] in
                serve(readsRequest: waitsForRequest)
                running.leave()
            }
        }
    }

    /// Refuses connections from now on; returns when none is being answered.
    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        running.wait()
        close(descriptor)
    }

    private func serve(readsRequest: Bool) {
        var request = [UInt8](repeating: 0, count: 4096)
        while true {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else {
                // EINVAL: no longer listening. Others are of a connection that went meanwhile.
                if errno == EINVAL || errno == EBADF { return }
                continue
            }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            // What was not read would make the end a reset.
            if readsRequest { recv(connection, &request, request.count, Int32(MSG_DONTWAIT)) }
            let bytes = answer(Self.member(of: connection))
            if !bytes.isEmpty { send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
            close(connection)
        }
    }

    /// The address that a connection was made to.
    private static func member(of connection: Int32) -> AddressBits {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = getsockname(connection, $0, &size)
            }
        }
        return AddressBits(ipv4: address.sin_addr.s_addr)
    }

    /// An HTTP answer with this status line.
    static func response(_ status: String) -> [UInt8] {
        Array("HTTP/1.1 \(status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
    }
}
