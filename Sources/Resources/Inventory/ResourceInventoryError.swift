/// All documents that could not be read, and all ids that occur twice.
public struct ResourceInventoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The problems in the order of the documents; never empty.
    public let problems: [ResourceDocumentError]

    /// One line for each problem.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
