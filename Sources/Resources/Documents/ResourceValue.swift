/// A value of Azure's resource model that reads both JSON forms and writes the REST form.
///
/// The REST form keeps most members of a resource and of its children under `properties`; the Azure
/// CLI prints the same members directly in the object. Every conformer reads either.
public protocol ResourceValue: Codable, Hashable, Sendable {
    /// Reads the value from an object in either form.
    init(reading reader: JSONObjectReader) throws(ResourceDocumentError)

    /// The value in the REST form.
    var json: JSONValue { get }
}

extension ResourceValue {
    /// Reads the value from either form; throws `ResourceDocumentError` for a malformed member.
    public init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        try self.init(reading: JSONObjectReader(value, at: DocumentPath(decoder.codingPath)))
    }

    /// Writes the REST form.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
