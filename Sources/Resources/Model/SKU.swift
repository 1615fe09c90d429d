/// The product level and reach of a load balancer or public IP address.
///
/// Where a document names none, Apus takes Standard and Regional: Azure retired Basic in 2025, and
/// its own default for an absent `sku` was Basic until then.
public struct SKU: ResourceValue {
    /// The product level.
    public var name: SKUName?
    /// The reach.
    public var tier: SKUTier?

    /// Reads the two words.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.choice("name")
        tier = try reader.choice("tier")
    }

    /// An object of the words that are there.
    public var json: JSONValue {
        .members([("name", .word(name)), ("tier", .word(tier))])
    }
}
