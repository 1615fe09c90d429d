import Foundation

extension JSONValue {
    /// The value as JSON in UTF-8.
    public func encoded(
        _ formatting: JSONEncoder.OutputFormatting = [.withoutEscapingSlashes]
    ) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        return try encoder.encode(self)
    }

    /// The value as JSON text.
    public func text() throws -> String { String(decoding: try encoded(), as: UTF8.self) }

    /// Reads JSON text.
    public init(text: String) throws(ResourceDocumentError) {
        try self.init(parsing: Array(text.utf8))
    }
}
