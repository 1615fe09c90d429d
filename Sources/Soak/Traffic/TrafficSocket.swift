import Addresses
import Glibc
import Lab
import Linux
import PacketFormats

/// A socket of a soak's traffic that never blocks, closed when nothing refers to it any more.
///
/// It belongs to the network namespace that its creating thread was in.
final class TrafficSocket: Sendable {
    /// What the kernel answered to a call.
    enum Outcome: Equatable {
        /// So many bytes were moved; none received is the end of a stream.
        case bytes(Int)
        /// Not now.
        case wouldBlock
        /// The call failed with this `errno`.
        case failed(Int32)
    }

    /// The open descriptor.
    let descriptor: Int32

    private init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Opens a UDP or TCP socket.
    init(isStream: Bool, _ version: IPVersion) throws(LinuxError) {
        let kind = isStream ? SOCK_STREAM : SOCK_DGRAM
        let flags = Int32(bitPattern: SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(
            version == .ipv4 ? AF_INET : AF_INET6,
            Int32(bitPattern: kind.rawValue) | flags,
            0
        )
        guard descriptor >= 0 else {
            throw Self.failure("open", "a socket", "Raise the limit of open files (ulimit -n).")
        }
        guard isStream else { return }
        try set(IPPROTO_TCP, TCP_NODELAY, 1)
    }

    deinit {
        close(descriptor)
    }

    /// Sets an option of the socket.
    func set(_ level: some BinaryInteger, _ option: Int32, _ value: Int32) throws(LinuxError) {
        var value = value
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(descriptor, Int32(level), option, &value, size) == 0 else {
            throw Self.failure("set an option of", "a socket")
        }
    }

    /// Gives the socket a local address.
    func bind(_ address: IPAddress, _ port: UInt16) throws(LinuxError) {
        let result = Endpoint(address, port).withSocketAddress { Glibc.bind(descriptor, $0, $1) }
        guard result == 0 else { throw Self.failure("bind a socket to", "\(address):\(port)") }
    }

    /// Takes connections.
    func listen() throws(LinuxError) {
        guard Glibc.listen(descriptor, 4096) == 0 else {
            throw Self.failure("listen on", "a socket")
        }
    }

    /// Begins a connection, or sets where datagrams go; returns the `errno`, 0 when all is well.
    func connect(_ address: IPAddress, _ port: UInt16) -> Int32 {
        Endpoint(address, port).withSocketAddress { name, size in
            let result = Glibc.connect(descriptor, name, size)
            return result == 0 || errno == EINPROGRESS ? 0 : errno
        }
    }

    /// The next connection that waits.
    func accept() -> TrafficSocket? {
        let accepted = Glibc.accept(descriptor, nil, nil)
        guard accepted >= 0 else { return nil }
        _ = fcntl(accepted, F_SETFL, O_NONBLOCK)
        _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
        return TrafficSocket(owning: accepted)
    }

    /// Sends bytes.
    func send(_ bytes: [UInt8]) -> Outcome {
        Self.outcome(Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)))
    }

    /// Receives what there is room for.
    func receive(into buffer: inout [UInt8]) -> Outcome {
        Self.outcome(recv(descriptor, &buffer, buffer.count, 0))
    }

    /// Makes the close a reset, so that nothing of the connection stays.
    func resetOnClose() {
        var value = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, size)
    }

    /// How a connection that was begun came out: 0, or an `errno`.
    func pendingError() -> Int32 {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        _ = getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &size)
        return value
    }

    private static func outcome(_ result: Int) -> Outcome {
        if result >= 0 { return .bytes(result) }
        let isTransient = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR
        return isTransient ? .wouldBlock : .failed(errno)
    }

    private static func failure(
        _ operation: String,
        _ object: String,
        _ remedy: String? = nil
    ) -> LinuxError {
        LinuxError(operation, object, .system(errno), remedy: remedy)
    }
}

extension pollfd {
    /// Waits for a socket.
    init(_ socket: TrafficSocket?, _ events: Int32) {
        // The kernel skips a negative descriptor.
        self.init(fd: socket?.descriptor ?? -1, events: Int16(events), revents: 0)
    }

    /// Whether the kernel reported one of these, or an error.
    func has(_ events: Int32) -> Bool {
        revents & Int16(events | POLLERR | POLLHUP) != 0
    }
}
