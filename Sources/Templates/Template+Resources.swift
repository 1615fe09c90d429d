import Resources

extension Template {
    /// Where a resource stands.
    struct Place {
        /// The path in the template.
        var path: String
        /// The resource that it stands in.
        var parent: ResourceID?
        /// How many templates the template stands in.
        var depth: Int
    }

    /// What a written resource comes to: nothing, itself, or several by a loop, with its children.
    func deployed(
        _ resource: JSONValue,
        _ place: Place,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> [EvaluatedTemplate.Element] {
        guard case .object = resource else {
            throw TemplateError(path: place.path, "a resource is an object")
        }
        guard let loop = resource.member("copy") else {
            return try single(resource, place, &evaluation)
        }
        return try evaluation.repeated(loop, at: "\(place.path).copy") {
            (evaluation) throws(TemplateError) in
            try single(resource, place, &evaluation)
        }.flatMap(\.self)
    }

    private func single(
        _ resource: JSONValue,
        _ place: Place,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> [EvaluatedTemplate.Element] {
        let path = place.path
        if resource.member("existing") == .bool(true) { return [] }
        guard try evaluation.holds(resource.member("condition"), at: "\(path).condition") else {
            return []
        }
        let type = resource.member("type")?.stringValue ?? ""
        guard type.lowercased() != "microsoft.resources/deployments" else {
            return try nested(resource, place, &evaluation)
        }
        try evaluation.countResource()
        let name = try evaluation.value(resource.member("name") ?? .null, at: "\(path).name")
        guard let name = name.stringValue, !name.isEmpty else {
            throw TemplateError(path: "\(path).name", "a resource has a name")
        }
        let id = try id(type, name, parent: place.parent, path, evaluation.scope)
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
            let inner = Place(path: entry.path, parent: id, depth: place.depth)
            elements += try deployed(entry.value, inner, &evaluation)
        }
        return elements
    }

    /// The resources of a template in the template, as Bicep makes one of a module.
    private func nested(
        _ resource: JSONValue,
        _ place: Place,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> [EvaluatedTemplate.Element] {
        let path = place.path
        let properties = resource.member("properties")
        guard let inner = properties?.member("template") else {
            throw TemplateError(
                path: path,
                "a linked template is not fetched: put it into properties.template"
            )
        }
        try checkScope(of: resource, path, &evaluation)
        var values: [String: JSONValue] = [:]
        for (name, value) in properties?.member("parameters")?.object ?? [:] {
            values[name] = try evaluation.value(value, at: "\(path).properties.parameters.\(name)")
        }
        let name = try evaluation.value(resource.member("name") ?? .null, at: "\(path).name")
        var scope = evaluation.scope
        scope.deploymentName = name.stringValue ?? scope.deploymentName
        var own = Evaluation(scope: scope)
        own.steps = evaluation.steps
        own.resourceCount = evaluation.resourceCount
        do throws(TemplateError) {
            let made = try Template(inner).evaluate(
                parameters: values,
                inside: own,
                depth: place.depth + 1
            )
            evaluation.steps = made.evaluation.steps
            evaluation.resourceCount = made.evaluation.resourceCount
            return made.resources
        } catch {
            throw TemplateError(path: "\(path).properties.template.\(error.path)", error.problem)
        }
    }

    /// Refuses a nested template that is for another scope, or evaluated in the outer one.
    private func checkScope(
        of resource: JSONValue,
        _ path: String,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) {
        for (member, own) in [
            ("resourceGroup", evaluation.scope.resourceGroup),
            ("subscriptionId", evaluation.scope.subscriptionID),
        ] {
            guard let written = resource.member(member) else { continue }
            let value = try evaluation.value(written, at: "\(path).\(member)")
            guard value.stringValue?.lowercased() == own.lowercased() else {
                throw TemplateError(
                    path: "\(path).\(member)",
                    "a nested template is deployed to the group of the outer one: apply it to the "
                        + "other group by itself"
                )
            }
        }
        let options = resource.member("properties")?.member("expressionEvaluationOptions")
        guard options?.member("scope")?.stringValue?.lowercased() == "inner" else {
            throw TemplateError(
                path: path,
                "a nested template is evaluated by itself: set expressionEvaluationOptions.scope to "
                    + "Inner, as Bicep does, and give it parameters"
            )
        }
    }
}
