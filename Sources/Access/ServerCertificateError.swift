/// Why the API has no certificate.
public enum ServerCertificateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A file or the folder cannot be read, written or understood.
    case unusable(path: String, reason: String)
    /// The key is not the certificate's.
    case mismatch(certificate: String, key: String)
    /// The file has no certificate.
    case empty

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unusable(let path, let reason):
            "cannot use \(path) for the API's certificate: \(reason)"
        case .mismatch(let certificate, let key):
            "the key in \(key) does not belong to the certificate in \(certificate); correct apiKey "
                + "or apiCertificate in the node file"
        case .empty: "the file has no certificate in PEM form"
        }
    }
}
