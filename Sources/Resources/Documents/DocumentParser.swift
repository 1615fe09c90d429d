/// Reads the resources of one document.
enum DocumentParser {
    /// A resource and its place in the document.
    typealias Placed = (resource: ParsedResource, path: DocumentPath)

    /// Reads all resources of a document; the error names the document.
    static func parse(
        _ document: ResourceDocument
    ) throws(ResourceDocumentError) -> [Placed] {
        do throws(ResourceDocumentError) {
            return try resources(of: document)
        } catch {
            var named = error
            named.source = document.source
            throw named
        }
    }

    private static func resources(
        of document: ResourceDocument
    ) throws(ResourceDocumentError) -> [Placed] {
        guard document.bytes.count <= ResourceDocument.maximumSize else {
            let problem = """
                the document has \(document.bytes.count) bytes, at most \
                \(ResourceDocument.maximumSize) are read: divide it into several
                """
            throw ResourceDocumentError(path: .root, problem: problem)
        }
        let root = try JSONText.parse(document.bytes)
        let elements = try DocumentElement.elements(of: root)
        var finder: ScopeFinder?
        var resources: [Placed] = []
        for element in elements where !element.isSwitchedOff {
            let resource = try read(element) { () -> ScopeFinder in
                let known = finder ?? ScopeFinder(root)
                finder = known
                return known
            }
            resources.append((resource, element.path))
        }
        return resources
    }

    private static func read(
        _ element: DocumentElement,
        finder: () -> ScopeFinder
    ) throws(ResourceDocumentError) -> ParsedResource {
        var reader = try JSONObjectReader(element.value, at: element.path)
        let id = try reader.resourceID("id")
        let name = try reader.string("name")
        guard let type = try reader.string("type") ?? id?.type else {
            let problem = "expected \"type\" or \"id\", which say what the resource is"
            throw ResourceDocumentError(path: element.path, problem: problem)
        }
        let isKnown = ParsedResource.types.contains { $0.lowercased() == type.lowercased() }
        guard isKnown else {
            try refuseChild(type, at: element.path)
            return .ignored(type: type, name: id?.name ?? name ?? "")
        }
        try element.checkLiteral()
        if let id {
            try check(id, hasType: type, name: name, path: element.path)
        } else {
            let name = try reader.required(name, "name", "the name of the resource")
            let found = try finder().id(type: type, name: name, path: element.path)
            reader.set("id", to: .string(found.description))
        }
        return try ParsedResource(type: type, reader: reader) ?? .ignored(type: type, name: "")
    }

    /// Refuses a type or a name that differ from what the id says.
    static func check(
        _ id: ResourceID,
        hasType type: String,
        name: String?,
        path: DocumentPath
    ) throws(ResourceDocumentError) {
        guard id.type.lowercased() == type.lowercased() else {
            let problem = "expected the id of a \(type), found \(id)"
            throw ResourceDocumentError(path: path.member("id"), problem: problem)
        }
        guard name == nil || name?.lowercased() == id.name.lowercased() else {
            let problem = "expected \"\(id.name)\" as the id says, found \"\(name ?? "")\""
            throw ResourceDocumentError(path: path.member("name"), problem: problem)
        }
    }

    /// Refuses a child that stands alone: to leave it out would change what the parent does.
    static func refuseChild(
        _ type: String,
        at path: DocumentPath
    ) throws(ResourceDocumentError) {
        let parent = ParsedResource.types.first {
            type.lowercased().hasPrefix($0.lowercased() + "/")
        }
        guard let parent else { return }
        let collection = type.dropFirst(parent.count + 1)
        let problem = """
            a \(type) cannot stand alone: put it into "\(collection)" of its \(parent)
            """
        throw ResourceDocumentError(path: path, problem: problem)
    }
}
