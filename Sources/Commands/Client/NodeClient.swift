import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Resources

/// Talks to the API of a daemon, over its local socket or its TLS port.
struct NodeClient: Sendable {
    /// Where the daemon is.
    let endpoint: NodeEndpoint
    private let http: HTTPClient

    /// The largest answer that is read, in bytes.
    static let maximumAnswer = 64 * 1024 * 1024
    /// How long one request may take; large documents are planned as a whole before the answer.
    static let requestTimeout = TimeAmount.seconds(120)
    /// The version of Azure's API that the client speaks.
    static let apiVersion = "2025-01-01"

    /// Runs work with a client, whose connections end with it.
    static func with<Result>(
        _ endpoint: NodeEndpoint,
        _ work: (NodeClient) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: requestTimeout)
        )
        // A command asks a few times one after the other: a second protocol gives it nothing.
        configuration.httpVersion = .http1Only
        if case .network(_, _, let caFile?) = endpoint {
            var tls = TLSConfiguration.makeClientConfiguration()
            do {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(caFile))
            } catch {
                throw NodeClientError.unreachable(
                    endpoint: endpoint.name,
                    reason: "cannot read the certificates of \(caFile): \(error)"
                )
            }
            configuration.tlsConfiguration = tls
        }
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await work(NodeClient(endpoint: endpoint, http: http)))
        } catch {
            result = .failure(error)
        }
        try await http.shutdown()
        return try result.get()
    }

    private init(endpoint: NodeEndpoint, http: HTTPClient) {
        self.endpoint = endpoint
        self.http = http
    }

    /// Asks once, and gives what the daemon did.
    ///
    /// - Parameters:
    ///   - path: the path, with its query.
    ///   - etag: what the resource must be like for the request to be done; `nil` for anything.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        body: JSONValue? = nil,
        etag: RequiredETag? = nil
    ) async throws(NodeClientError) -> NodeAnswer {
        var request = HTTPClientRequest(url: endpoint.url(path))
        request.method = method
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "apus")
        if case .socket = endpoint { request.headers.add(name: "Host", value: "localhost") }
        if let authorization = endpoint.authorization {
            request.headers.add(name: "Authorization", value: authorization)
        }
        if let header = etag?.header {
            request.headers.add(name: header.name, value: header.value)
        }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: JSONOutput.compact(body)))
        }
        let answer: HTTPClientResponse
        let bytes: [UInt8]
        do {
            answer = try await http.execute(request, timeout: Self.requestTimeout)
            bytes = Array(try await answer.body.collect(upTo: Self.maximumAnswer).readableBytesView)
        } catch {
            throw reason(error)
        }
        return try read(answer, bytes)
    }

    private func read(
        _ answer: HTTPClientResponse,
        _ bytes: [UInt8]
    ) throws(NodeClientError) -> NodeAnswer {
        let status = Int(answer.status.code)
        let json = bytes.isEmpty ? JSONValue.null : try? JSONValue(parsing: bytes)
        guard (200...299).contains(status) else {
            let error = json?["error"]
            // The token endpoint and a proxy in between have bodies of their own.
            let other = JSONValue.object([
                "code": .string("\(status)"), "message": .string(answer.status.reasonPhrase),
            ])
            let isObject = error.map { !$0.object.isEmpty } ?? false
            throw .refused(status: status, error: isObject ? error ?? other : other)
        }
        guard let json else {
            throw .unusable(endpoint: endpoint.name, reason: "its body is no JSON")
        }
        let operation = answer.headers.first(name: "Azure-AsyncOperation")
        return NodeAnswer(status: status, body: json, operation: operation)
    }

    /// The error for what the connection failed with.
    private func reason(_ error: any Error) -> NodeClientError {
        let name = endpoint.name
        if let error = error as? IOError {
            if error.errnoCode == EACCES { return .forbidden(socket: name) }
            let text = String(cString: strerror(error.errnoCode))
            return .unreachable(endpoint: name, reason: text)
        }
        if error is NIOTooManyBytesError {
            let limit = Self.maximumAnswer / 1024 / 1024
            return .unusable(endpoint: name, reason: "it has more than \(limit) MiB")
        }
        return .unreachable(endpoint: name, reason: "\(error)")
    }
}
