import Addresses
import Foundation
import Linux

/// A socket of a machine, closed with its last owner.
final class LabSocket: Sendable {
    /// The file descriptor.
    let number: Int32
    /// How messages name it.
    let name: String

    /// Takes over an open socket.
    init(owning number: Int32, name: String) {
        self.number = number
        self.name = name
    }

    /// Opens a socket in the calling thread's namespace and binds it.
    ///
    /// Its address may be in use by a closed connection.
    init(_ type: __socket_type, at local: Endpoint, name: String) throws(LinuxError) {
        let family = local.address.version == .ipv4 ? AF_INET : AF_INET6
        let flags = Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        number = socket(family, Int32(type.rawValue) | flags, 0)
        self.name = name
        guard number >= 0 else { throw failure("open") }
        try set(SOL_SOCKET, SO_REUSEADDR, 1)
        let bound = local.withSocketAddress { bind(number, $0, $1) }
        guard bound == 0 else { throw failure("bind \(local) to") }
    }

    deinit {
        close(number)
    }

    /// Sets an option.
    func set(_ level: Int32, _ option: Int32, _ value: Int32) throws(LinuxError) {
        var value = value
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(number, level, option, &value, size) == 0 else {
            throw failure("set option \(option) of")
        }
    }

    /// Where the socket itself is.
    var local: Endpoint? { Endpoint { getsockname(number, $0, $1) == 0 } }

    /// Waits until one of the events has come; false when none has at the deadline.
    func wait(for events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        var request = pollfd(fd: number, events: Int16(events), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: deadline).components
            let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
            let result = poll(&request, 1, Int32(clamping: max(0, milliseconds + 1)))
            if result >= 0 { return result > 0 }
            guard errno == EINTR else { return false }
        }
    }

    /// The error of the thread's last system call, on this socket.
    func failure(_ operation: String) -> LinuxError {
        LinuxError(operation, name, .system(errno))
    }
}

extension BinaryInteger {
    /// The value as system calls take flags.
    var flag: Int32 { Int32(truncatingIfNeeded: self) }
}
