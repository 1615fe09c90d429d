import Access
import Foundation
import HTTPTypes
import Hummingbird
import Resources
import Storage

/// The routes that give access and take it away: for root on the local socket alone.
struct AccessRoutes: Sendable {
    let access: AccessControl
    /// Where the API is, as a client elsewhere would call it.
    let endpoint: String
    /// The file of the authority that clients must trust; `nil` for the operator's certificate.
    let caFile: String?

    /// Adds the routes.
    func add(to router: Router<APIContext>) {
        router.get("/apus/access") { _, context -> Response in
            try requireLocal(context)
            return try .list(await access.list().map(json))
        }
        router.post("/apus/access") { request, context -> Response in
            try requireLocal(context)
            return try await create(request, context)
        }
        router.delete("/apus/access/{name}") { _, context -> Response in
            try requireLocal(context)
            let name = (context.parameters.get("name") ?? "").removingPercentEncoding ?? ""
            try await refusing {
                try await access.revoke(name: name, by: context.principal?.name ?? "")
            }
            return .empty(.ok)
        }
        router.post("/apus/access/{name}/token") { request, context -> Response in
            try requireLocal(context)
            return try await token(request, context)
        }
    }

    private func requireLocal(_ context: APIContext) throws {
        guard context.isLocal else {
            throw ARMError(
                .forbidden,
                "AuthorizationFailed",
                "Access is given and taken on the node itself: run apus access there, as root."
            )
        }
    }

    private func body(_ request: Request) async throws -> JSONValue {
        let buffer = try await request.body.collect(upTo: 64 * 1024)
        guard buffer.readableBytes > 0 else { return .object([:]) }
        do throws(ResourceDocumentError) {
            return try JSONValue(parsing: Array(buffer.readableBytesView))
        } catch {
            throw ARMError(.badRequest, "InvalidRequestContent", error.problem)
        }
    }

    /// A lifetime of the body; `nil` when it has none.
    ///
    /// One that cannot be read is refused: access that was to end must not last for ever.
    private func number(
        _ name: String,
        _ range: ClosedRange<Int>,
        _ body: JSONValue
    ) throws -> Int? {
        guard let value = body.member(name) else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            throw ARMError(
                .badRequest,
                "InvalidLifetime",
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }

    private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await body(request)
        // A role that is no text is none, and not the default.
        let word = body.member("role").map { $0.stringValue ?? "" } ?? "reader"
        guard let role = Role(rawValue: word.lowercased()) else {
            let roles = Role.allCases.map(\.rawValue).joined(separator: " or ")
            throw ARMError(
                .badRequest,
                "InvalidRole",
                "'\(word.prefix(40))' is no role; expected \(roles)."
            )
        }
        let lifetime = try number("days", 1...36_500, body).map { Double($0) * 86_400 }
        let name = body.member("name")?.stringValue ?? ""
        let made = try await refusing {
            try await access.create(
                name: name,
                role: role,
                lifetime: lifetime,
                by: context.principal?.name ?? ""
            )
        }
        return try .json(
            .object([
                "name": .string(made.name), "role": .string(made.role.rawValue),
                "endpoint": .string(endpoint),
                "caFile": caFile.map(JSONValue.string) ?? .null,
                "subscriptionId": .string(access.identity.subscriptionID),
                "tenantId": .string(access.identity.tenantID),
                "clientId": .string(made.clientID), "clientSecret": .string(made.clientSecret),
                "expires": made.expires.map { .string($0.ISO8601Format()) } ?? .null,
            ]),
            .created
        )
    }

    private func token(_ request: Request, _ context: APIContext) async throws -> Response {
        let minutes = try number("minutes", 1...1440, try await body(request)) ?? 60
        let name = (context.parameters.get("name") ?? "").removingPercentEncoding ?? ""
        let issued = try await refusing {
            try await access.issueToken(
                name: name,
                lifetime: minutes * 60,
                issuer: "\(endpoint)/adfs",
                audience: endpoint,
                by: context.principal?.name ?? ""
            )
        }
        return try .json(
            .object([
                "token": .string(issued.text),
                "expiresOn": .string(issued.expires.ISO8601Format()),
            ])
        )
    }

    private func json(_ principal: StoredPrincipal) -> JSONValue {
        let text: (Double) -> JSONValue = {
            .string(Date(timeIntervalSince1970: $0).ISO8601Format())
        }
        return .object([
            "name": .string(principal.name), "clientId": .string(principal.clientID),
            "role": .string(principal.role), "created": text(principal.created),
            "expires": principal.expires.map(text) ?? .null,
        ])
    }

    /// Turns what access control refuses into answers.
    private func refusing<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as AccessError {
            let (status, code): (HTTPResponse.Status, String) =
                switch error {
                case .notFound: (.notFound, "AccessNotFound")
                case .nameTaken: (.conflict, "AccessExists")
                default: (.badRequest, "InvalidAccess")
                }
            throw ARMError(status, code, error.description)
        }
    }
}
