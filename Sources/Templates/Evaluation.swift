import Resources

/// What expressions are evaluated against.
struct Evaluation {
    /// Where the template is deployed to.
    let scope: TemplateScope
    /// The parameters by name in lower case.
    var parameters: [String: JSONValue] = [:]
    /// The variables as written, by name in lower case.
    var variables: [String: JSONValue] = [:]
    /// The ids of resources with symbolic names, by name in lower case.
    var symbols: [String: ResourceID] = [:]
    /// The places of the loops that the expression stands in, by their names in lower case.
    var loops: [(name: String, index: Int)] = []
    /// What a resource has, by its id: only outputs may ask.
    var reference: (@Sendable (ResourceID, Bool) throws -> JSONValue)?

    /// The variables that were evaluated: their values are values, and no expressions any more.
    var computed: [String: JSONValue] = [:]
    /// How many resources there are so far.
    var resourceCount = 0
    /// How many steps evaluation may still take, with those of templates inside this one.
    var steps = 1_000_000

    /// The variables that are being evaluated, each of which may not need itself.
    private var open: Set<String> = []

    /// How many variables may need each other in a row.
    private static let longestChain = 64

    /// Begins in a scope.
    init(scope: TemplateScope) {
        self.scope = scope
    }

    /// A value with all its expressions evaluated.
    mutating func value(_ value: JSONValue, at path: String = "") throws(TemplateError) -> JSONValue
    {
        try take()
        switch value {
        case .string(let text):
            do throws(TemplateError) {
                guard let expression = try ExpressionParser.parse(text) else {
                    return .string(text.hasPrefix("[[") ? String(text.dropFirst()) : text)
                }
                return try evaluate(expression)
            } catch {
                throw error.at(path)
            }
        case .array(let values):
            var evaluated: [JSONValue] = []
            for (index, element) in values.enumerated() {
                evaluated.append(try self.value(element, at: "\(path)[\(index)]"))
            }
            return .array(evaluated)
        case .object(let members): return try object(members, at: path)
        default: return value
        }
    }

    private mutating func object(
        _ members: [String: JSONValue],
        at path: String
    ) throws(TemplateError) -> JSONValue {
        var evaluated: [String: JSONValue] = [:]
        for (name, member) in members.sorted(by: { $0.key < $1.key }) where name != "copy" {
            evaluated[name] = try value(member, at: path.isEmpty ? name : "\(path).\(name)")
        }
        guard let copy = members["copy"] else { return .object(evaluated) }
        guard case .array(let loops) = copy else {
            throw TemplateError(path: path, "copy of a property must be an array of loops")
        }
        for loop in loops {
            let name = loop.member("name")?.stringValue ?? ""
            evaluated[name] = .array(
                try repeated(loop, at: "\(path).copy") { (evaluation) throws(TemplateError) in
                    try evaluation.value(loop.member("input") ?? .null, at: "\(path).\(name)")
                }
            )
        }
        return .object(evaluated)
    }

    /// How often a loop may run, as in ARM.
    private static let longestLoop = 800

    /// Does something for each place of a loop.
    mutating func repeated<Value>(
        _ loop: JSONValue,
        at path: String,
        _ body: (inout Evaluation) throws(TemplateError) -> Value
    ) throws(TemplateError) -> [Value] {
        let name = (loop.member("name")?.stringValue ?? "").lowercased()
        guard case .integer(let count) = try value(loop.member("count") ?? .null, at: path),
            (0...Self.longestLoop).contains(count)
        else {
            throw TemplateError(path: path, "the count of a loop is 0 to \(Self.longestLoop)")
        }
        var values: [Value] = []
        for index in 0..<count {
            try take()
            loops.append((name, index))
            defer { loops.removeLast() }
            values.append(try body(&self))
        }
        return values
    }

    /// The value of an expression.
    mutating func evaluate(_ expression: Expression) throws(TemplateError) -> JSONValue {
        try take()
        switch expression {
        case .literal(let value): return value
        case .member(let base, let name):
            let object = try evaluate(base)
            guard let value = object.member(name) else {
                throw TemplateError("there is no member '\(name)' in the value before the point")
            }
            return value
        case .element(let base, let index):
            return try element(of: try evaluate(base), try evaluate(index))
        case .call(let name, let arguments): return try call(name, arguments)
        }
    }

    private func element(
        of base: JSONValue,
        _ index: JSONValue
    ) throws(TemplateError) -> JSONValue {
        switch (base, index) {
        case (.array(let values), .integer(let index)) where values.indices.contains(index):
            return values[index]
        case (.object, .string(let name)):
            if let value = base.member(name) { return value }
            throw TemplateError("there is no member '\(name)'")
        default: throw TemplateError("there is no such element in the value before the bracket")
        }
    }

    private mutating func call(
        _ name: String,
        _ arguments: [Expression]
    ) throws(TemplateError) -> JSONValue {
        // These do not need all of their arguments.
        if name == "if", arguments.count == 3 {
            guard case .bool(let holds) = try evaluate(arguments[0]) else {
                throw TemplateError("if takes true or false first, and no text")
            }
            return try evaluate(holds ? arguments[1] : arguments[2])
        }
        var values: [JSONValue] = []
        for argument in arguments { values.append(try evaluate(argument)) }
        switch name {
        case "parameters": return try parameter(values)
        case "variables": return try variable(values)
        case "copyindex": return try copyIndex(values)
        case "reference": return try referenced(values)
        case "resourceid": return .string(try resourceID(values))
        case "subscriptionresourceid":
            return .string(
                try Self.joined("/subscriptions/\(scope.subscriptionID)", values, function: name)
            )
        case "resourcegroup":
            return .object([
                "id": .string(scope.groupID), "name": .string(scope.resourceGroup),
                "location": .string(scope.location), "tags": .object([:]),
            ])
        case "subscription":
            return .object([
                "id": .string("/subscriptions/\(scope.subscriptionID)"),
                "subscriptionId": .string(scope.subscriptionID),
                "tenantId": .string(scope.tenantID), "displayName": .string(scope.location),
            ])
        case "tenant": return .object(["tenantId": .string(scope.tenantID)])
        case "deployment": return .object(["name": .string(scope.deploymentName)])
        default:
            guard let function = TemplateFunctions.all[name] else {
                throw TemplateError(
                    "the function \(name) is not evaluated: write its value into the template"
                )
            }
            let result = try function(values)
            try take(Self.weight(result))
            return result
        }
    }

    private static func name(
        _ values: [JSONValue],
        _ function: String
    ) throws(TemplateError) -> String {
        guard values.count == 1, case .string(let name) = values[0] else {
            throw TemplateError("\(function) takes one name")
        }
        return name
    }

    private func parameter(_ values: [JSONValue]) throws(TemplateError) -> JSONValue {
        let name = try Self.name(values, "parameters")
        guard let value = parameters[name.lowercased()] else {
            throw TemplateError("there is no parameter '\(name)'")
        }
        return value
    }

    private mutating func variable(_ values: [JSONValue]) throws(TemplateError) -> JSONValue {
        let name = try Self.name(values, "variables")
        let key = name.lowercased()
        if let known = computed[key] { return known }
        guard let written = variables[key] else {
            throw TemplateError("there is no variable '\(name)'")
        }
        guard open.insert(key).inserted else {
            throw TemplateError("the variable '\(name)' needs itself")
        }
        defer { open.remove(key) }
        guard open.count <= Self.longestChain else {
            throw TemplateError("more than \(Self.longestChain) variables need each other in a row")
        }
        let value = try value(written, at: "variables.\(name)")
        computed[key] = value
        return value
    }

    private func copyIndex(_ values: [JSONValue]) throws(TemplateError) -> JSONValue {
        var name: String?
        var offset = 0
        for value in values {
            if case .string(let text) = value { name = text.lowercased() }
            if case .integer(let number) = value { offset = number }
        }
        let loop = name.map { name in loops.last { $0.name == name } } ?? loops.last
        guard let loop else { throw TemplateError("copyIndex stands in no loop of that name") }
        let (place, isOverflow) = loop.index.addingReportingOverflow(offset)
        guard !isOverflow else { throw TemplateError("copyIndex takes a smaller offset") }
        return .integer(place)
    }

    private func referenced(_ values: [JSONValue]) throws(TemplateError) -> JSONValue {
        guard case .string(let text)? = values.first else {
            throw TemplateError("reference takes the name or the id of a resource")
        }
        guard let reference else {
            throw TemplateError(
                "reference('\(text)') is known only after the deployment: use it in outputs, and "
                    + "resourceId in resources"
            )
        }
        let known = symbols[text.lowercased()] ?? ResourceID(text)
        let named = Set(symbols.values).filter { $0.name.lowercased() == text.lowercased() }
        guard known != nil || named.count < 2 else {
            throw TemplateError(
                "reference('\(text)') fits several resources: use resourceId to say which"
            )
        }
        guard let id = known ?? named.first else {
            throw TemplateError("there is no resource '\(text)' to refer to")
        }
        let isFull = values.last == .string("Full")
        do {
            return try reference(id, isFull)
        } catch {
            throw TemplateError("\(error)")
        }
    }

    private func resourceID(_ values: [JSONValue]) throws(TemplateError) -> String {
        let texts = values.compactMap(\.stringValue)
        guard texts.count == values.count, let type = texts.firstIndex(where: { $0.contains("/") })
        else { throw TemplateError("resourceId takes texts, one of which is a type with a slash") }
        var base = scope.groupID
        switch type {
        case 0: break
        case 1: base = "/subscriptions/\(scope.subscriptionID)/resourceGroups/\(texts[0])"
        case 2: base = "/subscriptions/\(texts[0])/resourceGroups/\(texts[1])"
        default:
            throw TemplateError("resourceId has more than subscription and group before the type")
        }
        return try Self.joined(base, Array(values[type...]), function: "resourceId")
    }

    private static func joined(
        _ base: String,
        _ values: [JSONValue],
        function: String
    ) throws(TemplateError) -> String {
        let texts = values.compactMap(\.stringValue)
        let types = (texts.first ?? "").split(separator: "/").map(String.init)
        guard texts.count == values.count, types.count >= 2, types.count - 1 == texts.count - 1
        else { throw TemplateError("\(function) takes a type and as many names as it has parts") }
        let steps = zip(types.dropFirst(), texts.dropFirst()).map { "/\($0)/\($1)" }
        return "\(base)/providers/\(types[0])\(steps.joined())"
    }
}
