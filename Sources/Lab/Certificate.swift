/// A TLS certificate that signs itself, and its key.
public struct Certificate: Hashable, Sendable {
    /// The host name that the certificate is for.
    public let name: String
    /// The PEM file with the certificate.
    public let certificatePath: String
    /// The PEM file with its private key.
    public let keyPath: String
}

extension Lab {
    /// Makes a certificate for a host name, with openssl, in the lab's folder.
    public func certificate(for name: String) throws -> Certificate {
        let allowed = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard allowed, !name.isEmpty else {
            throw LabError.unsuitableName(name, reason: "it is not a host name")
        }
        let certificate = Certificate(
            name: name,
            certificatePath: newPath(name, "pem"),
            keyPath: newPath(name, "key")
        )
        try HostCommand.run(
            [
                "openssl", "req", "-x509", "-nodes", "-days", "30",
                "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)",
                "-keyout", certificate.keyPath, "-out", certificate.certificatePath,
            ],
            place: "the lab"
        )
        return certificate
    }
}
