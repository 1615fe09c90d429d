import Access
import Foundation
import Testing

@Suite("Server certificate")
struct ServerCertificateTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "apus-\(UUID())")

    private func certificate(_ names: [String], now: Date = Date()) throws -> ServerCertificate {
        try ServerCertificate(folder: folder.path(), names: names, now: now)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path() }

    @Test func `OpenSSL accepts it for its names in strict mode, and for no other`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let made = try certificate(["node.example", "192.0.2.7", "2001:db8::7"])
        #expect(made.caFile == path("ca.pem"))
        let base = ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", path("ca.pem")]
        for name in ["node.example", "localhost"] {
            let arguments = base + ["-verify_hostname", name, path("server.pem")]
            #expect(try run(arguments), "\(name)")
        }
        for address in ["192.0.2.7", "2001:db8::7", "127.0.0.1"] {
            let arguments = base + ["-verify_ip", address, path("server.pem")]
            #expect(try run(arguments), "\(address)")
        }
        #expect(try !run(base + ["-verify_hostname", "other.example", path("server.pem")]))
    }

    private func run(_ arguments: [String]) throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test func `Only the owner can read the keys`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try certificate([])
        for (name, mode) in [
            ("ca.key", 0o600), ("server.key", 0o600), ("ca.pem", 0o644), ("server.pem", 0o644),
        ] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
            #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
        }
    }

    @Test func `It stays until it is about to end or is for other names, and its authority stays`()
        throws
    {
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try certificate(["a"])
        let authority = try String(contentsOfFile: path("ca.pem"), encoding: .utf8)
        #expect(try certificate(["a"]).chain == first.chain)
        let renamed = try certificate(["b"])
        #expect(renamed.chain != first.chain)
        let later = Date().addingTimeInterval(380 * 86_400)
        #expect(try certificate(["b"], now: later).chain != renamed.chain)
        #expect(try String(contentsOfFile: path("ca.pem"), encoding: .utf8) == authority)
    }

    @Test func `The operator's key must be the certificate's`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try certificate([])
        let own = try ServerCertificate(
            certificateFile: path("server.pem"),
            keyFile: path("server.key")
        )
        #expect(own.caFile == nil)
        #expect(
            throws: ServerCertificateError.mismatch(
                certificate: path("server.pem"),
                key: path("ca.key")
            )
        ) {
            try ServerCertificate(certificateFile: path("server.pem"), keyFile: path("ca.key"))
        }
        #expect(throws: ServerCertificateError.self) {
            try ServerCertificate(certificateFile: path("none.pem"), keyFile: path("ca.key"))
        }
    }
}
