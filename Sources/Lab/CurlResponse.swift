public import Addresses
import Foundation

/// What came of an HTTP request.
public struct CurlResponse: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The body.
    public let body: String
    /// The address that the client connected to.
    public let remoteAddress: IPAddress
    /// The client's own port.
    public let localPort: UInt16
    /// The subject of the server's certificate, such as `CN = shop.example`; `nil` without TLS.
    public let certificateSubject: String?

    /// What curl prints after the transfer; the certificate chain comes last, leaf first.
    static let writeOut = "%{http_code}\n%{remote_ip}\n%{local_port}\n%{certs}"

    /// Reads what `writeOut` made curl print.
    init(printed: String, body: String) throws {
        let lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, let status = Int(lines[0]),
            let remote = IPAddress(String(lines[1])), let port = UInt16(lines[2])
        else { throw LabError.malformed("curl's report", text: printed) }
        let subject = lines.dropFirst(3).first { $0.hasPrefix("Subject:") }
        self.status = status
        self.body = body
        remoteAddress = remote
        localPort = port
        certificateSubject = subject.map { String($0.dropFirst("Subject:".count)) }
    }

    /// The common name of the certificate's subject.
    public var certificateName: String? {
        guard let certificateSubject else { return nil }
        let parts = certificateSubject.split(separator: ",").map { part in
            part.split(separator: "=", maxSplits: 1).map { text in
                text.trimmingCharacters(in: .whitespaces)
            }
        }
        return parts.first { $0.first == "CN" && $0.count == 2 }?.last
    }

    /// The body as the default answer of an nginx site.
    public func answer() throws -> SiteAnswer { try SiteAnswer(body) }
}

extension Machine {
    /// Makes a request from the machine.
    ///
    /// Throws `LabError.commandFailed`, whose exit code is curl's, when no response came: 7 for a
    /// refused connection, 28 for a timeout, 60 for a certificate that is not trusted.
    public func curl(_ request: CurlRequest) throws -> CurlResponse {
        let path = lab.newPath("\(name)-curl", "body")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let printed = try run(
            request.arguments(bodyPath: path),
            within: request.timeout + .seconds(5)
        )
        // curl makes no file for an empty body.
        let body = FileManager.default.contents(atPath: path) ?? Data()
        return try CurlResponse(printed: printed, body: String(decoding: body, as: UTF8.self))
    }
}
