import Resources

/// An ARM template, as written by hand or by Bicep's compiler.
public struct Template: Sendable {
    let root: JSONValue

    /// How many parameters and how many variables a template may have, as in ARM.
    private static let mostNames = 256
    /// How deep templates may stand in each other.
    private static let deepestNesting = 5

    /// Takes the template object itself, with `resources` and what else it has.
    public init(_ root: JSONValue) throws(TemplateError) {
        guard case .object = root, root.member("resources") != nil else {
            throw TemplateError("a template is an object with resources")
        }
        self.root = root
    }

    /// Whether a document is a template: it has the schema of one, or resources.
    public static func isTemplate(_ document: JSONValue) -> Bool {
        guard case .object(let members) = document else { return false }
        return members["resources"] != nil && members["type"] == nil && members["format"] == nil
    }

    /// Evaluates the template for a scope.
    ///
    /// - Parameter values: parameters by name, plain or as `{"value": …}`.
    public func evaluate(
        parameters values: [String: JSONValue],
        scope: TemplateScope
    ) throws(TemplateError) -> EvaluatedTemplate {
        try evaluate(parameters: values, inside: Evaluation(scope: scope), depth: 0)
    }

    func evaluate(
        parameters values: [String: JSONValue],
        inside begun: Evaluation,
        depth: Int
    ) throws(TemplateError) -> EvaluatedTemplate {
        guard depth <= Self.deepestNesting else {
            throw TemplateError("templates stand at most \(Self.deepestNesting) deep in each other")
        }
        for part in ["parameters", "variables"]
        where (root.member(part)?.object.count ?? 0) > Self.mostNames {
            throw TemplateError(path: part, "a template has at most \(Self.mostNames) \(part)")
        }
        var evaluation = begun
        try readParameters(values, &evaluation)
        for (name, value) in root.member("variables")?.object ?? [:] where name != "copy" {
            evaluation.variables[name.lowercased()] = value
        }
        for loop in root.member("variables")?.member("copy")?.elements ?? [] {
            let name = loop.member("name")?.stringValue ?? ""
            let values = try evaluation.repeated(loop, at: "variables.copy") {
                (evaluation) throws(TemplateError) in
                try evaluation.value(loop.member("input") ?? .null, at: "variables.\(name)")
            }
            evaluation.computed[name.lowercased()] = .array(values)
        }
        let list = written(root.member("resources") ?? .null, at: "resources")
        for entry in list { try noteSymbol(entry, &evaluation) }
        var resources: [EvaluatedTemplate.Element] = []
        for entry in list {
            let place = Place(path: entry.path, parent: nil, depth: depth)
            resources += try deployed(entry.value, place, &evaluation)
        }
        for resource in resources {
            evaluation.symbols[resource.id.description.lowercased()] = resource.id
        }
        return EvaluatedTemplate(
            resources: resources,
            outputs: root.member("outputs") ?? .object([:]),
            evaluation: evaluation
        )
    }

    private func readParameters(
        _ values: [String: JSONValue],
        _ evaluation: inout Evaluation
    ) throws(TemplateError) {
        let written = root.member("parameters")?.object ?? [:]
        let known = Set(written.keys.map { $0.lowercased() })
        if let unknown = values.keys.sorted().first(where: { !known.contains($0.lowercased()) }) {
            throw TemplateError(
                path: "parameters",
                "there is no parameter '\(unknown)'; the template has \(written.keys.sorted().joined(separator: ", "))"
            )
        }
        // Those that are given first: defaults may be made of others.
        for (name, definition) in written.sorted(by: { $0.key < $1.key }) {
            guard
                let given = values.first(where: { $0.key.lowercased() == name.lowercased() })?.value
            else { continue }
            let value = given.object["value"] ?? given
            try TemplateParameter(name: name, definition: definition).check(value)
            evaluation.parameters[name.lowercased()] = value
        }
        var missing = written.filter { evaluation.parameters[$0.key.lowercased()] == nil }
        while !missing.isEmpty {
            var problem: TemplateError?
            let before = missing.count
            for (name, definition) in missing.sorted(by: { $0.key < $1.key }) {
                if definition.member("nullable") == .bool(true), definition["defaultValue"] == nil {
                    evaluation.parameters[name.lowercased()] = .null
                    missing[name] = nil
                    continue
                }
                guard let value = definition["defaultValue"] else {
                    throw TemplateError(
                        path: "parameters.\(name)",
                        "the parameter has no value and no defaultValue: give it one"
                    )
                }
                do throws(TemplateError) {
                    let path = "parameters.\(name).defaultValue"
                    evaluation.parameters[name.lowercased()] = try evaluation.value(value, at: path)
                    missing[name] = nil
                } catch {
                    problem = error
                }
            }
            if missing.count == before, let problem { throw problem }
        }
    }

    typealias Entry = (value: JSONValue, path: String, symbol: String?)

    /// The resources of an array, or of an object with symbolic names.
    func written(_ resources: JSONValue, at path: String) -> [Entry] {
        if case .object(let named) = resources {
            return named.sorted { $0.key < $1.key }.map { ($1, "\(path).\($0)", $0) }
        }
        return resources.elements.enumerated().map { ($1, "\(path)[\($0)]", nil) }
    }

    private func noteSymbol(_ entry: Entry, _ evaluation: inout Evaluation) throws(TemplateError) {
        guard let symbol = entry.symbol, entry.value.member("copy") == nil,
            let type = entry.value.member("type")?.stringValue
        else { return }
        let name = try evaluation.value(entry.value.member("name") ?? .null, at: entry.path)
        evaluation.symbols[symbol.lowercased()] = try id(
            type,
            name.stringValue ?? "",
            parent: nil,
            entry.path,
            evaluation.scope
        )
    }

    func id(
        _ type: String,
        _ name: String,
        parent: ResourceID?,
        _ path: String,
        _ scope: TemplateScope
    ) throws(TemplateError) -> ResourceID {
        if let parent, !type.contains("/") { return parent.child(type, name) }
        let types = type.split(separator: "/").map(String.init)
        let names = name.split(separator: "/").map(String.init)
        guard types.count >= 2, types.count - 1 == names.count else {
            throw TemplateError(
                path: path,
                "the type \(type) takes a name of \(max(1, types.count - 1)) parts, found '\(name)'"
            )
        }
        let steps = zip(types.dropFirst(), names).map { "/\($0)/\($1)" }
        let text = "\(scope.groupID)/providers/\(types[0])\(steps.joined())"
        guard let id = ResourceID(text) else {
            throw TemplateError(path: path, "'\(text)' is no resource id")
        }
        return id
    }
}
