import Foundation
import SwiftASN1
import X509

/// The files of the node's own certificates.
struct CertificateFiles {
    /// A certificate and its key.
    struct Pair {
        let certificate: Certificate
        let key: Certificate.PrivateKey
    }

    let folder: String

    /// A file of the folder.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Makes the folder, for everyone to enter: the authority's certificate is for all to trust.
    func makeFolder() throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
    }

    /// The authority; `nil` when none was made yet.
    func authority() throws -> Pair? { try pair("ca") }

    /// The server's certificate; `nil` when none was made yet.
    func server() throws -> Pair? { try pair("server") }

    /// Saves the authority.
    func save(_ authority: Pair) throws { try save(authority, "ca") }

    /// Saves the server's certificate.
    func save(server: Pair) throws { try save(server, "server") }

    private func pair(_ name: String) throws -> Pair? {
        guard FileManager.default.fileExists(atPath: path("\(name).pem")) else { return nil }
        let certificate = try String(contentsOfFile: path("\(name).pem"), encoding: .utf8)
        let key = try String(contentsOfFile: path("\(name).key"), encoding: .utf8)
        return Pair(
            certificate: try Certificate(pemEncoded: certificate),
            key: try Certificate.PrivateKey(pemEncoded: key)
        )
    }

    private func save(_ pair: Pair, _ name: String) throws {
        // The key first: a certificate that is there has one.
        try write(pair.key.serializeAsPEM().pemString, "\(name).key", mode: 0o600)
        try write(pair.certificate.serializeAsPEM().pemString, "\(name).pem", mode: 0o644)
    }

    private func write(_ text: String, _ name: String, mode: Int) throws {
        let manager = FileManager.default
        let temporary = path(".\(name).new")
        try? manager.removeItem(atPath: temporary)
        let isMade = manager.createFile(
            atPath: temporary,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: mode]
        )
        guard isMade, rename(temporary, path(name)) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path(name)])
        }
    }

    /// The bytes of a name that is an IP address; `nil` for a host name.
    static func addressBytes(_ name: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, name, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var six = in6_addr()
        if inet_pton(AF_INET6, name, &six) == 1 { return withUnsafeBytes(of: six) { Array($0) } }
        return nil
    }
}
