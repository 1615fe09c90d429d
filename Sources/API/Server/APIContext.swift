import Access
import Hummingbird
import Logging
import NIOCore

/// What a request carries with it.
public struct APIContext: RequestContext, RemoteAddressRequestContext {
    /// What Hummingbird needs.
    public var coreContext: CoreRequestContextStorage
    /// The other end; a path for the local socket.
    public let remoteAddress: SocketAddress?
    /// Whether the request came by the local socket, where the file's mode is the access control.
    public let isLocal: Bool
    /// Who asks; `nil` until the middleware has found out.
    public var principal: Principal?

    /// The largest body of a request, in bytes: as large as a document may be.
    public var maxUploadSize: Int { 16 * 1024 * 1024 }

    /// Makes the context of a request on a connection.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
        isLocal = source.channel.localAddress?.protocol == .unix
    }
}
