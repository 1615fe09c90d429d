import Access
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Provisioning
import ServiceLifecycle

/// The API's two ways in: TLS for everyone with a token, and a local socket for root.
public enum APIServer {
    /// How many connections there are at most on each way in.
    private static let connections = 1024

    /// All routes of the API.
    ///
    /// - Parameters:
    ///   - access: who may use it.
    ///   - endpoint: where the API is, as a client elsewhere would call it.
    ///   - caFile: the file of the authority that clients must trust, if it is the node's own.
    public static func router(
        _ state: APIState,
        access: AccessControl,
        endpoint: String,
        caFile: String?
    ) -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: [.caseInsensitive])
        router.add(middleware: AnswerMiddleware(logger: state.logger))
        router.add(middleware: RateLimit())
        SignIn(access: access, location: state.provisioner.settings.location).add(to: router)
        OpenAPIDocument.add(to: router)
        router.add(middleware: Authentication(access: access))
        AccessRoutes(access: access, endpoint: endpoint, caFile: caFile).add(to: router)
        Operations.add(to: router, state: state)
        return router
    }

    /// Serves on a TCP port with TLS.
    public static func remote(
        _ router: Router<APIContext>,
        address: String,
        port: Int,
        certificate: ServerCertificate,
        logger: Logger
    ) throws -> any Service {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.chain.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(certificate.key.utf8), format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        tls.minimumTLSVersion = .tlsv12
        let application = Application(
            router: router,
            server: try .tls(http(), tlsConfiguration: tls),
            configuration: configuration(.hostname(address, port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                logger.notice("API on https://\(address):\(port)")
            },
            logger: quiet(logger)
        )
        return APIListener(application: application, address: "\(address):\(port)")
    }

    /// Serves on a socket of the file system, which only root may open.
    public static func local(
        _ router: Router<APIContext>,
        path: String,
        logger: Logger
    ) throws -> any Service {
        // A daemon that was killed leaves its socket behind; the state's lock says it is not alive.
        try? FileManager.default.removeItem(atPath: path)
        let application = Application(
            router: router,
            server: http(),
            configuration: configuration(.unixDomainSocket(path: path)),
            onServerRunning: { _ in logger.notice("API for root on \(path)") },
            logger: quiet(logger)
        )
        return APIListener(application: application, address: path)
    }

    private static func http() -> HTTPServerBuilder {
        .http1(
            configuration: .init(
                idleTimeout: .seconds(120),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16 * 1024,
                    maxHeaderListSize: 64 * 1024,
                    maxHeaderFieldCount: 100
                )
            )
        )
    }

    private static func configuration(_ address: BindAddress) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: address,
            serverName: "apus",
            availableConnectionsDelegate: .maximum(
                connections,
                logger: Logger(label: "apusd.connections")
            )
        )
    }

    /// The server's own log: connections that break are the clients' affair.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = .error
        return quiet
    }
}
