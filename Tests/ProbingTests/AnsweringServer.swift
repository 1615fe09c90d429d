import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// A server on loopback whose answer can be changed while it runs.
final class AnsweringServer: Sendable {
    /// What the server does with a connection.
    enum Behavior: Hashable, Sendable {
        /// Accepts and says nothing.
        case silent
        /// Answers each request with this status.
        case status(Int)
        /// Ends the connection with a reset when a request comes.
        case reset
        /// Answers with what is no HTTP.
        case noise
    }

    /// A request that the server got.
    struct Request: Sendable {
        let line: String
        let host: String?
        let from: String
    }

    let port: UInt16
    private let channel: any Channel
    private let state: State

    private actor State {
        var behavior: Behavior
        var requests: [Request] = []

        init(_ behavior: Behavior) { self.behavior = behavior }

        func set(_ behavior: Behavior) { self.behavior = behavior }

        func take(_ request: Request) -> Behavior {
            requests.append(request)
            return behavior
        }
    }

    /// Listens on a port that the kernel chooses.
    init(_ behavior: Behavior, on host: String = "127.0.0.1", tls: NIOSSLContext? = nil)
        async throws
    {
        let state = State(behavior)
        self.state = state
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: tls)
                        )
                    }
                    try channel.pipeline.syncOperations.addHandler(Answerer(state))
                }
            }
            .bind(host: host, port: 0).get()
        port = UInt16(channel.localAddress?.port ?? 0)
    }

    /// Has the server answer in another way from now on.
    func answer(_ behavior: Behavior) async { await state.set(behavior) }

    /// The requests so far.
    var requests: [Request] { get async { await state.requests } }

    /// Stops listening.
    func close() async throws { try await channel.close() }

    /// Reads a request's head as text, and answers as it is told.
    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let state: State
        private var text = ""

        init(_ state: State) {
            self.state = state
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard text.hasSuffix("\r\n\r\n") else { return }
            let lines = text.split(separator: "\r\n").map(String.init)
            let host = lines.first { $0.hasPrefix("Host: ") }.map { String($0.dropFirst(6)) }
            let from = context.remoteAddress?.ipAddress ?? ""
            let request = Request(line: lines.first ?? "", host: host, from: from)
            let channel = context.channel
            let answered = channel.eventLoop.makePromise(of: Behavior.self)
            answered.completeWithTask { [state] in await state.take(request) }
            answered.futureResult.whenSuccess { $0.carryOut(on: channel) }
        }
    }
}

extension AnsweringServer.Behavior {
    /// Carries the behaviour out on a connection.
    fileprivate func carryOut(on channel: any Channel) {
        switch self {
        case .silent: return
        case .status(let code): say("HTTP/1.1 \(code) Said\r\nContent-Length: 0\r\n\r\n", channel)
        case .noise: say("this is no HTTP\r\n\r\n", channel)
        case .reset:
            // Closing without lingering sends a reset.
            let options = channel as? any SocketOptionProvider
            let set = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            set?.whenComplete { _ in channel.close(promise: nil) }
        }
    }

    private func say(_ text: String, _ channel: any Channel) {
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }
}
