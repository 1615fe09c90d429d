import Resources

/// An ARM template, as written by hand or by Bicep's compiler.
public struct Template: Sendable {
    private let root: JSONValue

    /// How many resources a template may have, as in ARM.
    private static let mostResources = 800

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
        var evaluation = Evaluation(scope: scope)
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
            evaluation.variables[name.lowercased()] = .array(values)
        }
        let list = written(root.member("resources") ?? .null, at: "resources")
        for entry in list { try noteSymbol(entry, &evaluation) }
        var resources: [EvaluatedTemplate.Element] = []
        for entry in list {
            resources += try deployed(entry.value, entry.path, parent: nil, &evaluation)
        }
        guard resources.count <= Self.mostResources else {
            throw TemplateError("a template has at most \(Self.mostResources) resources")
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
            let allowed = definition.member("allowedValues")?.elements ?? [value]
            guard allowed.contains(value) else {
                throw TemplateError(
                    path: "parameters.\(name)",
                    "the value is not one of allowedValues"
                )
            }
            evaluation.parameters[name.lowercased()] = value
        }
        var missing = written.filter { evaluation.parameters[$0.key.lowercased()] == nil }
        while !missing.isEmpty {
            var problem: TemplateError?
            let before = missing.count
            for (name, definition) in missing.sorted(by: { $0.key < $1.key }) {
                guard let value = definition.member("defaultValue") else {
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

    private typealias Entry = (value: JSONValue, path: String, symbol: String?)

    /// The resources of an array, or of an object with symbolic names.
    private func written(_ resources: JSONValue, at path: String) -> [Entry] {
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

    private func id(
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

    /// What a written resource comes to: nothing, itself, or several by a loop, with its children.
    private func deployed(
        _ resource: JSONValue,
        _ path: String,
        parent: ResourceID?,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> [EvaluatedTemplate.Element] {
        guard case .object = resource else {
            throw TemplateError(path: path, "a resource is an object")
        }
        guard let loop = resource.member("copy") else {
            return try single(resource, path, parent: parent, &evaluation)
        }
        return try evaluation.repeated(loop, at: "\(path).copy") {
            (evaluation) throws(TemplateError) in
            try single(resource, path, parent: parent, &evaluation)
        }.flatMap(\.self)
    }

    private func single(
        _ resource: JSONValue,
        _ path: String,
        parent: ResourceID?,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> [EvaluatedTemplate.Element] {
        if resource.member("existing") == .bool(true) { return [] }
        if let condition = resource.member("condition"),
            try evaluation.value(condition, at: "\(path).condition") == .bool(false)
        {
            return []
        }
        let type = resource.member("type")?.stringValue ?? ""
        guard type.lowercased() != "microsoft.resources/deployments" else {
            return try nested(resource, path, &evaluation)
        }
        let name = try evaluation.value(resource.member("name") ?? .null, at: "\(path).name")
        let id = try id(type, name.stringValue ?? "", parent: parent, path, evaluation.scope)
        var body = resource
        for member in ["copy", "condition", "dependsOn", "apiVersion", "resources", "comments"] {
            let spelled = body.object.keys.first { $0.lowercased() == member.lowercased() }
            if let spelled { body[spelled] = nil }
        }
        body = try evaluation.value(body, at: path)
        body["id"] = .string(id.description)
        body["name"] = .string(id.name)
        body["type"] = .string(id.type)
        var elements = [EvaluatedTemplate.Element(id: id, body: body)]
        for entry in written(resource.member("resources") ?? .null, at: "\(path).resources") {
            elements += try deployed(entry.value, entry.path, parent: id, &evaluation)
        }
        return elements
    }

    /// The resources of a template in the template, as Bicep makes one of a module.
    private func nested(
        _ resource: JSONValue,
        _ path: String,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> [EvaluatedTemplate.Element] {
        let properties = resource.member("properties")
        guard let inner = properties?.member("template") else {
            throw TemplateError(
                path: path,
                "a linked template is not fetched: put it into properties.template"
            )
        }
        var values: [String: JSONValue] = [:]
        for (name, value) in properties?.member("parameters")?.object ?? [:] {
            values[name] = try evaluation.value(value, at: "\(path).properties.parameters.\(name)")
        }
        do throws(TemplateError) {
            return try Template(inner).evaluate(parameters: values, scope: evaluation.scope)
                .resources
        } catch {
            throw TemplateError(path: "\(path).properties.template.\(error.path)", error.problem)
        }
    }
}
