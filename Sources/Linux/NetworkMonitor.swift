internal import CNetlink
import Dispatch
import Glibc

/// Reports that links, addresses, neighbours or routes of a network namespace changed.
///
/// What changed is not told: a consumer reads a new `NetworkSnapshot`, so that a lost message can
/// never leave it with a wrong picture. Changes that come while the consumer is busy are one event.
/// A monitor watches the namespace that its creating thread was in.
public final class NetworkMonitor: Sendable {
    /// An event for every change since the previous one; it ends when the monitor is stopped.
    ///
    /// It is for one consumer. When that consumer's task is cancelled, the monitor stops.
    public let changes: AsyncStream<Void>
    private let subscription: Subscription

    /// Subscribes in the calling thread's network namespace.
    ///
    /// Changes after this call are reported, so a snapshot taken after it misses none.
    /// `receiveBuffer` is the size in bytes of the kernel's queue of messages; when it is full,
    /// messages are lost, which is an event too.
    public init(receiveBuffer: Int32 = 1 << 18) throws(LinuxError) {
        let socket = try Self.subscribed(receiveBuffer: receiveBuffer)
        let descriptor = nl_socket_get_fd(socket.pointer)
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let queue = DispatchQueue(label: "apus.network-monitor")
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        let subscription = Subscription(socket: socket.take(), source: source)
        source.setEventHandler {
            subscription.drain()
            continuation.yield()
        }
        source.setCancelHandler {
            nl_socket_free(subscription.socket)
            continuation.finish()
        }
        continuation.onTermination = { _ in subscription.source.cancel() }
        source.activate()
        changes = stream
        self.subscription = subscription
    }

    deinit {
        subscription.source.cancel()
    }

    /// Ends the subscription and the stream of changes.
    public func stop() {
        subscription.source.cancel()
    }

    private static func subscribed(receiveBuffer: Int32) throws(LinuxError) -> NetlinkSocket {
        let socket = try NetlinkSocket()
        // Multicast messages answer no request, so they carry no sequence number to compare.
        nl_socket_disable_seq_check(socket.pointer)
        try check(nl_socket_set_buffer_size(socket.pointer, receiveBuffer, 0)) {
            LinuxError("size", "a netlink receive buffer of \(receiveBuffer) bytes", $0)
        }
        let groups = [
            RTNLGRP_LINK, RTNLGRP_NEIGH, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR,
            RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE,
        ]
        for group in groups {
            let code = nl_socket_add_membership(socket.pointer, Int32(group.rawValue))
            try check(code) { LinuxError("watch", "netlink group \(group.rawValue)", $0) }
        }
        try check(nl_socket_set_nonblocking(socket.pointer)) {
            LinuxError("watch", "the network configuration", $0)
        }
        return socket
    }
}

/// The monitor's socket and the dispatch source that reads it.
///
/// Unchecked: a dispatch source may be used from any thread, and once it is active only its serial
/// queue touches the socket.
private struct Subscription: @unchecked Sendable {
    let socket: OpaquePointer
    let source: any DispatchSourceRead

    /// Takes all waiting messages off the socket.
    ///
    /// An error, of which a full receive buffer (`ENOBUFS`) is the usual one, is taken off by the
    /// read that meets it and means no more than that something changed.
    func drain() {
        while nl_recvmsgs_default(socket) >= 0 {}
    }
}

extension NetlinkSocket {
    /// Hands the library's socket over to the caller, who frees it.
    fileprivate consuming func take() -> OpaquePointer {
        let pointer = pointer
        discard self
        return pointer
    }
}
