import Access
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Resources
import Storage

@testable import API

/// The routes of signing in, and one that wants a token, over a database of their own.
final class SignInSite: Sendable {
    let folder: String
    let store: Store
    let access: AccessControl

    /// Where the node is as the tests call it.
    static let origin = "https://localhost"

    init() async throws {
        let name = "apus-sign-in-tests-\(UUID().uuidString)"
        folder = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        store = try Store(path: "\(folder)/apus.db")
        var logger = Logger(label: "test")
        logger.logLevel = .error
        access = try await AccessControl(
            store: store,
            identity: NodeIdentity(store: store),
            logger: logger
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs a test against the routes, in the order in which the daemon has them.
    func test(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void)
        async throws
    {
        let router = Router(context: APIContext.self, options: [.caseInsensitive])
        router.add(middleware: AnswerMiddleware(logger: Logger(label: "test")))
        SignIn(access: access, location: "here").add(to: router)
        router.add(middleware: Authentication(access: access))
        AccessRoutes(access: access, endpoint: Self.origin, caFile: nil).add(to: router)
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            router.on("/subscriptions/**", method: method) { _, context in
                context.principal?.name ?? "nobody"
            }
        }
        try await Application(router: router).test(.router, body)
    }

    func create(_ name: String, _ role: Role = .contributor, lifetime: Double? = nil) async throws
        -> Credentials
    {
        try await access.create(name: name, role: role, lifetime: lifetime, by: "root")
    }

    func token(_ name: String) async throws -> String {
        try await access.issueToken(
            name: name,
            lifetime: 600,
            issuer: "\(Self.origin)/adfs",
            audience: Self.origin,
            by: "root"
        ).text
    }
}

/// An answer and its body as JSON.
struct Answer {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let text: String
    let json: JSONValue

    /// ARM's code of an error.
    var code: String? { json["error"]?["code"]?.stringValue }
}

extension TestClientProtocol {
    /// Asks, with a form where there is one.
    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        authorization: String? = nil,
        form: String? = nil
    ) async throws -> Answer {
        var headers: HTTPFields = [:]
        if let authorization { headers[.authorization] = authorization }
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        return try await execute(
            uri: path,
            method: method,
            headers: headers,
            body: form.map { ByteBuffer(string: $0) }
        ) { response in
            let text = String(buffer: response.body)
            let json = try? JSONValue(parsing: Array(response.body.readableBytesView))
            return Answer(
                status: response.status,
                headers: response.headers,
                text: text,
                json: json ?? .null
            )
        }
    }
}
