/// Finds the subscription and resource group of resources that are written without an id.
///
/// Resources of an ARM template have a type and a name only, yet refer to each other, and a load
/// balancer to its own children, by full ids. Those references say which id each resource has.
struct ScopeFinder {
    /// The scope of a resource that nothing in its document tells the scope of.
    static let defaultScope =
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"

    private var mentioned: Set<ResourceID> = []

    private let scopeOtherwise: String

    /// Collects every resource that a document mentions by a full id.
    init(_ document: JSONValue, defaultScope: String = defaultScope) {
        scopeOtherwise = defaultScope
        collect(document)
    }

    private mutating func collect(_ value: JSONValue) {
        switch value {
        case .string(let text):
            guard text.hasPrefix("/"), let id = ResourceID(text) else { return }
            mentioned.insert(id.root)
        case .array(let values):
            for value in values { collect(value) }
        case .object(let object):
            for value in object.values { collect(value) }
        default: break
        }
    }

    /// The id of a top-level resource of this type and name.
    func id(
        type: String,
        name: String,
        path: DocumentPath
    ) throws(ResourceDocumentError) -> ResourceID {
        let matches = mentioned.filter {
            $0.type.lowercased() == type.lowercased() && $0.name.lowercased() == name.lowercased()
        }
        guard matches.count < 2 else {
            let problem = """
                the resource has no id, and the document refers to several of this name: \
                \(matches.sorted().map(\.description).joined(separator: ", "))
                """
            throw ResourceDocumentError(path: path, problem: problem)
        }
        if let match = matches.first { return match }
        let scopes = Set(mentioned.map { $0.scopeText.lowercased() })
        let scope = scopes.count == 1 ? mentioned.min()?.scopeText : nil
        guard let id = ResourceID(scope: scope ?? scopeOtherwise, type: type, name: name) else {
            let problem = "expected the name of a resource, found \"\(name)\""
            throw ResourceDocumentError(path: path.member("name"), problem: problem)
        }
        return id
    }
}
