/// One resource of a document before it is read.
struct DocumentElement {
    /// The resource's JSON.
    var value: JSONValue
    /// Where it stands in the document.
    let path: DocumentPath
    /// Whether it stands in an ARM template, whose strings may be expressions.
    var isTemplated = false

    /// Divides a document into its resources.
    ///
    /// A document is one resource, an array of them, a list answer (`value`) or an ARM template
    /// (`resources`, an array or, with symbolic names, an object).
    static func elements(of root: JSONValue) throws(ResourceDocumentError) -> [DocumentElement] {
        if case .array(let values) = root { return elements(values, at: .root) }
        let reader = try JSONObjectReader(root, at: .root)
        if reader["type"] != nil || reader["id"] != nil {
            return [DocumentElement(value: root, path: .root)]
        }
        if let resources = reader["resources"] { return try template(resources) }
        guard let list = reader["value"] else {
            let problem = """
                expected a resource with "type" or "id", an array of resources, a list \
                {"value": […]} or an ARM template {"resources": […]}
                """
            throw ResourceDocumentError(path: .root, problem: problem)
        }
        if let next = reader["nextLink"], next.value != .string("") {
            let problem = "the list is one page of several: save all pages, without nextLink"
            throw ResourceDocumentError(path: next.path, problem: problem)
        }
        return elements(try reader.array("value").map(\.value), at: list.path)
    }

    private static func elements(_ values: [JSONValue], at path: DocumentPath) -> [DocumentElement]
    {
        values.enumerated().map { DocumentElement(value: $1, path: path.element($0)) }
    }

    private static func template(
        _ resources: JSONObjectReader.Member
    ) throws(ResourceDocumentError) -> [DocumentElement] {
        switch resources.value {
        case .array(let values):
            return elements(values, at: resources.path).map(\.templated)
        case .object(let named):
            return named.sorted { $0.key < $1.key }.map { name, value in
                DocumentElement(value: value, path: resources.path.member(name)).templated
            }
        default:
            throw JSONObjectReader.mismatch(resources.value, resources.path, "an array")
        }
    }

    private var templated: DocumentElement {
        var element = self
        element.isTemplated = true
        return element
    }

    /// Whether the template says in so many words that this resource is not deployed.
    var isSwitchedOff: Bool {
        guard isTemplated, case .object(let object) = value else { return false }
        return object["condition"] == .bool(false)
    }

    /// Refuses what only a template engine can evaluate.
    func checkLiteral() throws(ResourceDocumentError) {
        guard isTemplated else { return }
        if case .object(let object) = value, object["copy"] != nil {
            let problem = "copy loops are not evaluated: write each resource down"
            throw ResourceDocumentError(path: path.member("copy"), problem: problem)
        }
        try Self.checkLiteral(value, at: path)
    }

    private static func checkLiteral(
        _ value: JSONValue,
        at path: DocumentPath
    ) throws(ResourceDocumentError) {
        switch value {
        case .string(let text)
        where text.hasPrefix("[") && text.hasSuffix("]") && !text.hasPrefix("[["):
            let problem = "expected a literal value, found the template expression \(text)"
            throw ResourceDocumentError(path: path, problem: problem)
        case .array(let values):
            for (index, value) in values.enumerated() {
                try checkLiteral(value, at: path.element(index))
            }
        case .object(let object):
            for (name, value) in object.sorted(by: { $0.key < $1.key })
            where !["dependson", "apiversion", "comments"].contains(name.lowercased()) {
                try checkLiteral(value, at: path.member(name))
            }
        default: break
        }
    }
}
