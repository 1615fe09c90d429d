import Crypto
import Foundation
import SwiftASN1
import X509

/// The certificate that the API is served with, and its key.
public struct ServerCertificate: Sendable {
    /// The certificate and those that it is signed by, as PEM.
    public let chain: String
    /// The private key, as PEM.
    public let key: String
    /// The file of the authority that clients must trust; `nil` for the operator's certificate.
    public let caFile: String?

    /// For how long a server's certificate counts, in days: what browsers and Apple's systems accept.
    private static let serverDays = 397
    /// For how long the authority counts, in days.
    private static let authorityDays = 3650
    /// How many days before its end a server's certificate is made anew.
    private static let renewalDays = 30

    /// Takes the operator's certificate and key.
    public init(certificateFile: String, keyFile: String) throws(ServerCertificateError) {
        chain = try Self.read(certificateFile)
        key = try Self.read(keyFile)
        caFile = nil
        let certificate: Certificate
        do {
            guard let leaf = try PEMDocument.parseMultiple(pemString: chain).first else {
                throw ServerCertificateError.empty
            }
            certificate = try Certificate(pemDocument: leaf)
        } catch {
            throw .unusable(path: certificateFile, reason: "\(error)")
        }
        do {
            let key = try Certificate.PrivateKey(pemEncoded: key)
            guard key.publicKey == certificate.publicKey else {
                throw ServerCertificateError.mismatch(
                    certificate: certificateFile,
                    key: keyFile
                )
            }
        } catch let error as ServerCertificateError {
            throw error
        } catch {
            throw .unusable(path: keyFile, reason: "\(error)")
        }
    }

    /// Takes the node's own certificate, which is made, with its authority, where there is none, or
    /// anew where it is about to end or is for other names.
    ///
    /// - Parameters:
    ///   - folder: where the files are, with modes that let nobody else read the keys.
    ///   - names: host names and addresses that clients call the node by.
    public init(
        folder: String,
        names: [String],
        now: Date = Date()
    ) throws(ServerCertificateError) {
        let files = CertificateFiles(folder: folder)
        do {
            try files.makeFolder()
            let authority = try files.authority() ?? Self.makeAuthority(now)
            try files.save(authority)
            caFile = files.path("ca.pem")
            if let known = try files.server(), Self.isGood(known, names, now, authority) {
                chain = try known.certificate.serializeAsPEM().pemString
                key = try known.key.serializeAsPEM().pemString
                return
            }
            let made = try Self.makeServer(names, now, authority)
            try files.save(server: made)
            chain = try made.certificate.serializeAsPEM().pemString
            key = try made.key.serializeAsPEM().pemString
        } catch {
            throw .unusable(path: folder, reason: "\(error)")
        }
    }

    private static func read(_ path: String) throws(ServerCertificateError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .unusable(path: path, reason: "\(error)")
        }
    }

    private static func isGood(
        _ known: CertificateFiles.Pair,
        _ names: [String],
        _ now: Date,
        _ authority: CertificateFiles.Pair
    ) -> Bool {
        let certificate = known.certificate
        let renewal = now.addingTimeInterval(Double(renewalDays) * 86_400)
        let wanted = try? Certificate.Extension(alternativeNames(names), critical: false)
        return certificate.notValidAfter > renewal
            // A start that was broken off may have left a new key beside an old certificate.
            && known.key.publicKey == certificate.publicKey
            && certificate.issuer == authority.certificate.subject
            && authority.certificate.publicKey.isValidSignature(
                certificate.signature,
                for: certificate
            )
            && certificate.extensions[oid: .X509ExtensionID.subjectAlternativeName]?.value
                == wanted?.value
    }

    private static func makeAuthority(_ now: Date) throws -> CertificateFiles.Pair {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName {
            CommonName("Apus node authority")
            OrganizationName("Apus")
        }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: now.addingTimeInterval(-3600),
            notValidAfter: now.addingTimeInterval(Double(authorityDays) * 86_400),
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: key.publicKey)
            },
            issuerPrivateKey: key
        )
        return CertificateFiles.Pair(certificate: certificate, key: key)
    }

    private static func makeServer(
        _ names: [String],
        _ now: Date,
        _ authority: CertificateFiles.Pair
    ) throws -> CertificateFiles.Pair {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let identifier = SubjectKeyIdentifier(hash: authority.key.publicKey).keyIdentifier
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: now.addingTimeInterval(-3600),
            notValidAfter: now.addingTimeInterval(Double(serverDays) * 86_400 - 3600),
            issuer: authority.certificate.subject,
            subject: DistinguishedName { CommonName("Apus node") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectKeyIdentifier(hash: key.publicKey)
                AuthorityKeyIdentifier(keyIdentifier: identifier)
                alternativeNames(names)
            },
            issuerPrivateKey: authority.key
        )
        return CertificateFiles.Pair(certificate: certificate, key: key)
    }

    /// The names that every node has, and the given ones.
    private static func alternativeNames(_ names: [String]) -> SubjectAlternativeNames {
        let own = ["localhost", "127.0.0.1", "::1"]
        var seen: Set<String> = []
        return SubjectAlternativeNames(
            (own + names).filter { seen.insert($0.lowercased()).inserted }.map { name in
                CertificateFiles.addressBytes(name).map {
                    .ipAddress(ASN1OctetString(contentBytes: $0[...]))
                } ?? .dnsName(name)
            }
        )
    }
}
