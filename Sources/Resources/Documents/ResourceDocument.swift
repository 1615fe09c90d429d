/// The bytes of one configuration document and the name that messages call it by.
public struct ResourceDocument: Hashable, Sendable {
    /// The most bytes that a document may have: 16 MiB.
    public static let maximumSize = 16 * 1024 * 1024

    /// The name that messages call the document by, as a rule its file path.
    public let source: String
    /// The document itself: JSON in UTF-8.
    public let bytes: [UInt8]

    /// Makes a document from its name and its bytes.
    public init(source: String, bytes: [UInt8]) {
        self.source = source
        self.bytes = bytes
    }
}
