/// The resources of a document with their ids, as JSON that is not read yet.
public struct DocumentResources: Sendable {
    /// A resource of the document.
    public struct Element: Sendable {
        /// The id: written in the document, or worked out from what the document refers to.
        public let id: ResourceID
        /// The resource.
        public let body: JSONValue
    }

    /// The resources of types that Apus carries out, in the order of the document.
    public let elements: [Element]
    /// The names of the resources of other types, each after its type and a slash.
    public let ignored: [String]

    /// Divides a document into its resources: one, an array, a list (`value`) or a template.
    ///
    /// - Parameters:
    ///   - root: the document.
    ///   - scope: where resources are that nothing tells the scope of, as
    ///     `/subscriptions/<id>/resourceGroups/<name>`.
    public init(_ root: JSONValue, scope: String) throws(ResourceDocumentError) {
        let finder = ScopeFinder(root, defaultScope: scope)
        var elements: [Element] = []
        var ignored: [String] = []
        for element in try DocumentElement.elements(of: root) where !element.isSwitchedOff {
            let reader = try JSONObjectReader(element.value, at: element.path)
            let id = try reader.resourceID("id")
            let name = try reader.string("name")
            guard let type = try reader.string("type") ?? id?.type else {
                let problem = "expected \"type\" or \"id\", which say what the resource is"
                throw ResourceDocumentError(path: element.path, problem: problem)
            }
            guard Resource.types.contains(where: { $0.lowercased() == type.lowercased() }) else {
                try DocumentParser.refuseChild(type, at: element.path)
                ignored.append("\(type)/\(id?.name ?? name ?? "")")
                continue
            }
            try element.checkLiteral()
            if let id {
                try DocumentParser.check(id, hasType: type, name: name, path: element.path)
                elements.append(Element(id: id, body: element.value))
                continue
            }
            let own = try reader.required(name, "name", "the name of the resource")
            let found = try finder.id(type: type, name: own, path: element.path)
            elements.append(Element(id: found, body: element.value))
        }
        self.elements = elements
        self.ignored = ignored
    }
}
