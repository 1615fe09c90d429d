/// The place of a value inside a JSON document, such as `properties.probes[1].properties.port`.
public struct DocumentPath: Hashable, Sendable, CustomStringConvertible {
    /// The path as text; empty for the document itself.
    public let description: String

    /// The whole document.
    public static let root = DocumentPath(description: "")

    private init(description: String) {
        self.description = description
    }

    /// Makes the path that a decoder stands at.
    init(_ codingPath: [any CodingKey]) {
        self = codingPath.reduce(.root) { path, key in
            key.intValue.map(path.element) ?? path.member(key.stringValue)
        }
    }

    /// The path of a member of the object at this path.
    public func member(_ name: String) -> DocumentPath {
        DocumentPath(description: description.isEmpty ? name : "\(description).\(name)")
    }

    /// The path of an element of the array at this path; the first has index 0.
    public func element(_ index: Int) -> DocumentPath {
        DocumentPath(description: "\(description)[\(index)]")
    }
}
