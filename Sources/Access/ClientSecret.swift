import Crypto
import Foundation

/// A client secret: shown once, and kept as a salted hash alone.
struct ClientSecret: Sendable {
    /// The secret as its owner sends it.
    let text: String

    /// Makes a secret of 256 random bits.
    ///
    /// It begins with a word: a hyphen at the beginning would be an option to command lines.
    init() {
        text = "apus_" + Self.encode(Self.random(32))
    }

    /// Bytes that nobody can guess.
    static func random(_ count: Int) -> Data {
        SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Data($0) }
    }

    /// Base64 for URLs, without padding (RFC 4648 section 5).
    static func encode(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static let saltLength = 16

    /// The salt and the hash that are kept.
    ///
    /// One round of SHA-256 is enough: a slow hash is for passwords that can be guessed, and 256
    /// random bits cannot.
    var hash: Data {
        let salt = Self.random(Self.saltLength)
        return salt + Self.digest(text, salt)
    }

    /// Whether a secret is the one that was hashed; takes the same time wherever they differ.
    static func matches(_ secret: String, hash: Data) -> Bool {
        guard hash.count > saltLength else { return false }
        let salt = Data(hash.prefix(saltLength))
        let wanted = Data(hash.dropFirst(saltLength))
        let found = digest(secret, salt)
        guard wanted.count == found.count else { return false }
        return zip(wanted, found).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func digest(_ text: String, _ salt: Data) -> Data {
        Data(SHA256.hash(data: salt + Data(text.utf8)))
    }
}
