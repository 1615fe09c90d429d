import Addresses
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Resources

/// Asks members over the network, one connection for each question.
///
/// TCP: a handshake, then a close. HTTP and HTTPS: a GET whose status must be 200. A member's
/// certificate is not verified: a probe asks an address, which certificates are not made for, and
/// Azure's documents name no check of it beyond the strength of its signatures; what Azure does is
/// unconfirmed.
struct ProbeClient: Sendable {
    private let group: any EventLoopGroup
    private let sources: ProbeSources
    private let tls: NIOSSLContext

    init(group: any EventLoopGroup, sources: ProbeSources) throws {
        self.group = group
        self.sources = sources
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.trustRoots = .certificates([])
        tls = try NIOSSLContext(configuration: configuration)
    }

    /// Asks, and returns when the answer is known, the time for it is over, or the task cancelled.
    func ask(_ question: ProbeQuestion) async -> ProbeOutcome {
        do {
            let deadline = NIODeadline.now() + TimeAmount(question.timeout)
            let remote = try Self.socketAddress(question.member, port: question.port)
            let source = try sources.source(for: question.member).map {
                try Self.socketAddress($0, port: 0)
            }
            let loop = group.next()
            let answer = loop.makePromise(of: ProbeOutcome.self)
            bootstrap(question, loop, source, answer).connect(to: remote).whenComplete {
                Self.await(answer, of: question, connected: $0, until: deadline)
            }
            return try await withTaskCancellationHandler {
                try await answer.futureResult.get()
            } onCancel: {
                answer.succeed(.notAsked("no longer asked"))
            }
        } catch {
            return .notAsked("\(error)")
        }
    }

    private func bootstrap(
        _ question: ProbeQuestion,
        _ loop: any EventLoop,
        _ source: SocketAddress?,
        _ answer: EventLoopPromise<ProbeOutcome>
    ) -> ClientBootstrap {
        var bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(question.timeout))
            .channelInitializer { [tls] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard question.probeProtocol != .tcp else { return }
                    let pipeline = channel.pipeline.syncOperations
                    if question.probeProtocol == .https {
                        try pipeline.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: nil)
                        )
                    }
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(StatusHandler(question, answer: answer))
                }
            }
        if let source {
            // IP_BIND_ADDRESS_NO_PORT (uapi/linux/in.h): the port is chosen for the whole
            // connection, or the members' closed connections would use up the ports.
            let option = ChannelOptions.Types.SocketOption(
                level: .ip,
                name: NIOBSDSocket.Option(rawValue: 24)
            )
            bootstrap = bootstrap.channelOption(option, value: 1).bind(to: source)
        }
        return bootstrap
    }

    /// Takes what the handshake came to, and for HTTP sets the limit of the answer's time.
    private static func await(
        _ answer: EventLoopPromise<ProbeOutcome>,
        of question: ProbeQuestion,
        connected: Result<any Channel, any Error>,
        until deadline: NIODeadline
    ) {
        switch connected {
        case .failure(let error):
            answer.succeed(outcome(ofConnectError: error))
        case .success(let channel) where question.probeProtocol == .tcp:
            answer.succeed(.success)
            channel.close(promise: nil)
        case .success(let channel):
            let limit = channel.eventLoop.scheduleTask(deadline: deadline) {
                answer.succeed(.failure(.noResponse))
                channel.close(promise: nil)
            }
            answer.futureResult.whenComplete { _ in limit.cancel() }
        }
    }

    private static func socketAddress(_ address: IPAddress, port: UInt16) throws -> SocketAddress {
        let bytes = ByteBuffer(bytes: address.bytes)
        return try SocketAddress(packedIPAddress: bytes, port: Int(port))
    }
}
