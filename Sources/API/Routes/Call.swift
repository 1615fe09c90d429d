import Access
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Provisioning
import Resources

/// A request to an operation, with what it works on.
struct Call: Sendable {
    let request: Request
    let context: APIContext
    let state: APIState

    /// The resources.
    var provisioner: Provisioner { state.provisioner }

    /// Who asks, for the audit log.
    var principal: String { context.principal?.name ?? "anonymous" }

    /// A parameter of the path, decoded.
    func parameter(_ name: String) throws -> String {
        // The router compares without regard to case, for which it knows lower-case names only.
        guard let value = context.parameters.get(name.lowercased()), !value.isEmpty else {
            throw ARMError(.badRequest, "InvalidResourceName", "The path lacks \(name).")
        }
        return value.removingPercentEncoding ?? value
    }

    /// A parameter of the query by its name without regard to case.
    func query(_ name: String) -> String? { request.query(name) }

    /// The body as JSON; throws when it is too large, not JSON, or not an object.
    func body() async throws -> JSONValue {
        let value = try await anyBody()
        guard case .object = value else {
            throw ARMError(
                .badRequest,
                "InvalidRequestContent",
                "The request content was invalid and could not be deserialized: expected a JSON object."
            )
        }
        return value
    }

    /// The body as any JSON value; an empty one is `null`.
    func anyBody() async throws -> JSONValue {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: context.maxUploadSize)
        } catch is NIOTooManyBytesError {
            throw ARMError(
                .contentTooLarge,
                "RequestEntityTooLarge",
                "The body is larger than \(context.maxUploadSize) bytes, the most that is read."
            )
        }
        guard buffer.readableBytes > 0 else { return .null }
        do throws(ResourceDocumentError) {
            return try JSONValue(parsing: Array(buffer.readableBytesView))
        } catch {
            throw ARMError(
                .badRequest,
                "InvalidRequestContent",
                "The request content was invalid and could not be deserialized: \(error.problem)"
            )
        }
    }

    /// The body's `tags`, all of which must be texts.
    func tags(_ body: JSONValue) throws -> [String: String] {
        guard let value = body.member("tags") else { return [:] }
        guard case .object(let members) = value else {
            throw ARMError(.badRequest, "InvalidTags", "The tags must be an object of strings.")
        }
        var tags: [String: String] = [:]
        for (name, value) in members where value != .null {
            guard case .string(let text) = value, name.count <= 512, text.count <= 256 else {
                throw ARMError(
                    .badRequest,
                    "InvalidTagValue",
                    "Tag '\(name.prefix(100))' must be a string of at most 256 characters."
                )
            }
            tags[name] = text
        }
        guard tags.count <= 50 else {
            throw ARMError(.badRequest, "TooManyTags", "A resource has at most 50 tags.")
        }
        return tags
    }

    /// What If-Match and If-None-Match demand.
    var precondition: Precondition {
        Precondition(
            ifMatch: Self.marks(request.headers[.ifMatch]),
            ifNoneMatch: Self.marks(request.headers[.ifNoneMatch])
        )
    }

    private static func marks(_ header: String?) -> [String] {
        (header ?? "").split(separator: ",").map { $0.trimming { $0 == " " } }
            .filter { !$0.isEmpty }
    }

    /// Where this node is, as the client sees it: what absolute URLs begin with.
    var origin: String {
        context.isLocal ? "http://localhost" : SignIn.origin(request)
    }

    /// Whether the client asked not to be kept waiting (RFC 7240 section 4.1).
    var prefersAsynchronous: Bool {
        let prefer = HTTPField.Name("Prefer").flatMap { request.headers[$0] } ?? ""
        return prefer.lowercased().contains("respond-async")
    }
}

extension Request {
    /// A parameter of the query by its name without regard to case; of several, the first.
    ///
    /// Who decides about a request and who does it must read the same: both ask here.
    func query(_ name: String) -> String? {
        let found = uri.queryParameters.first { $0.key.lowercased() == name.lowercased() }
        return found.map { String($0.value) }
    }
}

extension Substring {
    fileprivate func trimming(_ isOutside: (Character) -> Bool) -> String {
        var rest = drop(while: isOutside)
        while let last = rest.last, isOutside(last) { rest.removeLast() }
        return String(rest)
    }
}
