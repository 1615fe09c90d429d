import NIOCore
import NIOHTTP1

/// Sends one GET, and tells the status that comes back.
final class StatusHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let question: ProbeQuestion
    private let answer: EventLoopPromise<ProbeOutcome>

    /// Prepares a question; `answer` may be given by others first.
    init(_ question: ProbeQuestion, answer: EventLoopPromise<ProbeOutcome>) {
        self.question = question
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        let fields = HTTPHeaders([
            ("Host", question.host), ("User-Agent", "Apus health probe"), ("Accept", "*/*"),
            ("Connection", "close"),
        ])
        let head = HTTPRequestHead(
            version: .http1_1,
            method: .GET,
            uri: question.path,
            headers: fields
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // The status decides; a body may be long and is not waited for.
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        let isWell = head.status == .ok
        answer.succeed(isWell ? .success : .failure(.status(Int(head.status.code))))
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.succeed(.failure(.broken))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.succeed(.failure(.broken))
        context.fireChannelInactive()
    }
}
