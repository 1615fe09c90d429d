import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Provisioning
import Resources

extension Response {
    /// An answer with a JSON body.
    static func json(
        _ value: JSONValue,
        _ status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var fields = headers
        fields[.contentType] = "application/json; charset=utf-8"
        let body = ResponseBody(byteBuffer: ByteBuffer(bytes: try value.encoded()))
        return Response(status: status, headers: fields, body: body)
    }

    /// A list as ARM answers it.
    static func list(_ values: [JSONValue]) throws -> Response {
        try json(.object(["value": .array(values)]))
    }

    /// An answer without a body.
    static func empty(
        _ status: HTTPResponse.Status,
        headers: HTTPFields = [:]
    ) -> Response {
        Response(status: status, headers: headers)
    }
}

extension HTTPField.Name {
    /// Where the state of an operation can be asked for.
    static let azureAsyncOperation = HTTPField.Name(known: "Azure-AsyncOperation")
    /// Warnings about an answer (RFC 7234 section 5.5).
    static let warning = HTTPField.Name(known: "Warning")
    /// The server's name for a request.
    static let requestID = HTTPField.Name(known: "x-ms-request-id")
    /// The name for requests that belong together.
    static let correlationID = HTTPField.Name(known: "x-ms-correlation-request-id")
    /// The client's name for a request.
    static let clientRequestID = HTTPField.Name(known: "x-ms-client-request-id")

    /// A name that is known to be well formed.
    private init(known name: String) {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no name") }
        self = field
    }
}
