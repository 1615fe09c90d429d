import Foundation
import Resources

/// Requests to a daemon's local socket, each on a connection of its own.
struct LocalAPI {
    let socket: String

    /// Sends a request, and returns the answer's JSON; throws unless the status is of 200 to 299.
    @discardableResult
    func call(_ method: String, _ path: String, _ body: String? = nil) throws -> JSONValue {
        let descriptor = try connect()
        defer { close(descriptor) }
        let content = body ?? ""
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(content.utf8.count)\r\nConnection: close\r\n\r\n"
        try send(Array((head + content).utf8), on: descriptor)
        let answer = receive(from: descriptor)
        let divider = Array("\r\n\r\n".utf8)
        guard let end = answer.firstRange(of: divider) else { throw failure(method, path, answer) }
        let status = String(decoding: answer.prefix(15), as: UTF8.self).split(separator: " ")
        guard status.count > 1, status[1].hasPrefix("2") else {
            throw failure(method, path, answer)
        }
        let rest = Array(answer[end.upperBound...])
        return rest.isEmpty ? .null : try JSONValue(parsing: rest)
    }

    private func failure(_ method: String, _ path: String, _ answer: [UInt8]) -> BenchmarkError {
        let text = String(decoding: answer.prefix(2000), as: UTF8.self)
        return .wrongContents(benchmark: "management", found: "\(method) \(path): \(text)")
    }

    private func connect() throws -> Int32 {
        let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: socket.utf8.prefix(path.count - 1))
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, size)
            }
        }
        guard result == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw BenchmarkError.wrongContents(benchmark: "management", found: reason)
        }
        return descriptor
    }

    private func send(_ bytes: [UInt8], on descriptor: Int32) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Foundation.send(
                    descriptor,
                    buffer.baseAddress?.advanced(by: sent),
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else {
                throw BenchmarkError.wrongContents(
                    benchmark: "management",
                    found: String(cString: strerror(errno))
                )
            }
            sent += count
        }
    }

    private func receive(from descriptor: Int32) -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer.prefix(count)
        }
    }
}
