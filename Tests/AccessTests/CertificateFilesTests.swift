import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@testable import Access

@Suite("Certificate files")
struct CertificateFilesTests {
    /// A folder that goes when nothing refers to it any more.
    private final class Folder: Sendable {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "apus-certificate-tests-\(UUID().uuidString)").path

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func text(_ name: String) throws -> String {
            try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
        }

        func write(_ name: String, _ text: String) throws -> String {
            try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
            return "\(path)/\(name)"
        }
    }

    private static let names = ["node.example", "192.0.2.1", "2001:db8::1"]

    @Test func `a server's certificate counts for 397 days at most`() throws {
        let folder = Folder()
        _ = try ServerCertificate(folder: folder.path, names: Self.names)
        let certificate = try Certificate(pemEncoded: folder.text("server.pem"))
        let span = certificate.notValidAfter.timeIntervalSince(certificate.notValidBefore)
        #expect(span <= 397 * 86_400)
        #expect(certificate.notValidAfter > Date(timeIntervalSinceNow: 390 * 86_400))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files) == ["ca.pem", "ca.key", "server.pem", "server.key"])
    }

    @Test func `a start that was broken off between two files does no harm`() throws {
        let folder = Folder()
        _ = try ServerCertificate(folder: folder.path, names: Self.names)
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        _ = try folder.write("server.key", key.serializeAsPEM().pemString)
        let made = try ServerCertificate(folder: folder.path, names: Self.names)
        let certificate = try Certificate(pemEncoded: made.chain)
        #expect(try Certificate.PrivateKey(pemEncoded: made.key).publicKey == certificate.publicKey)
        #expect(try folder.text("server.key") == made.key)
    }

    @Test func `a file of the operator's that cannot be used is named`() throws {
        let folder = Folder()
        _ = try ServerCertificate(folder: folder.path, names: Self.names)
        let (certificate, key) = ("\(folder.path)/server.pem", "\(folder.path)/server.key")
        let empty = try folder.write("empty", "")
        let missing = "\(folder.path)/missing"
        for (first, second, wrong) in [
            (missing, key, missing), (certificate, missing, missing), (empty, key, empty),
            (certificate, empty, empty), (key, key, key), (certificate, certificate, certificate),
        ] {
            let error = #expect(throws: ServerCertificateError.self) {
                try ServerCertificate(certificateFile: first, keyFile: second)
            }
            #expect(error?.description.contains("cannot use \(wrong) ") == true, "\(error as Any)")
        }
    }
}
