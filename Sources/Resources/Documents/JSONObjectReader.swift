/// A JSON object of Azure's resource model, whose members are read by name and by type.
///
/// Member names compare without regard to case, as in Azure Resource Manager: older releases of the
/// Azure CLI printed `enableFloatingIp`, newer ones print `enableFloatingIP`. The members of
/// `properties` count as members of the object itself. `null` counts as absent.
public struct JSONObjectReader: Sendable {
    /// A member's value and its place in the document.
    struct Member: Sendable {
        let value: JSONValue
        let path: DocumentPath
    }

    /// The object's place in the document.
    public let path: DocumentPath
    private var members: [String: Member] = [:]

    /// Makes a reader of an object; throws when the value is not an object.
    public init(_ value: JSONValue, at path: DocumentPath) throws(ResourceDocumentError) {
        self.path = path
        let outer = try Self.object(value, at: path)
        for (name, value) in outer where value != .null {
            members[name.lowercased()] = Member(value: value, path: path.member(name))
        }
        guard let properties = members["properties"] else { return }
        for (name, value) in try Self.object(properties.value, at: properties.path)
        where value != .null {
            let member = Member(value: value, path: properties.path.member(name))
            members[name.lowercased()] = member
        }
    }

    private static func object(
        _ value: JSONValue,
        at path: DocumentPath
    ) throws(ResourceDocumentError) -> [String: JSONValue] {
        guard case .object(let object) = value else { throw mismatch(value, path, "an object") }
        return object
    }

    /// The error for a value of the wrong kind.
    static func mismatch(
        _ value: JSONValue,
        _ path: DocumentPath,
        _ expected: String
    ) -> ResourceDocumentError {
        ResourceDocumentError(path: path, problem: "expected \(expected), found \(value.summary)")
    }

    /// The member of this name, or `nil` when it is absent or `null`.
    subscript(_ name: String) -> Member? { members[name.lowercased()] }

    /// Puts a member in place of whatever the object has by this name.
    mutating func set(_ name: String, to value: JSONValue) {
        members[name.lowercased()] = Member(value: value, path: path.member(name))
    }

    /// The value, or an error that names the absent member and what it should have been.
    public func required<Value>(
        _ value: Value?,
        _ name: String,
        _ expected: String
    ) throws(ResourceDocumentError) -> Value {
        guard let value else {
            throw ResourceDocumentError(
                path: path.member(name),
                problem: "expected \(expected), but the member is absent"
            )
        }
        return value
    }
}
