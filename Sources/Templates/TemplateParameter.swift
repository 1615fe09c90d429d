import Resources

/// A parameter's definition, against which a value is checked.
struct TemplateParameter {
    let name: String
    let definition: JSONValue

    /// Throws when the value is not one that the parameter takes; a secret is never shown.
    func check(_ value: JSONValue) throws(TemplateError) {
        if value == .null, definition.member("nullable") == .bool(true) { return }
        let type = definition.member("type")?.stringValue?.lowercased() ?? ""
        let isOfType =
            switch (type, value) {
            case ("string", .string), ("securestring", .string), ("int", .integer), ("bool", .bool),
                ("array", .array), ("object", .object), ("secureobject", .object), ("", _):
                true
            default: false
            }
        guard isOfType else { throw problem("the value is no \(type)") }
        if let allowed = definition.member("allowedValues"), !allowed.elements.contains(value) {
            throw problem("the value is not one of allowedValues")
        }
        switch value {
        case .integer(let number): try check(number, "minValue", "maxValue", "the value")
        case .string(let text): try check(text.count, "minLength", "maxLength", "the length")
        case .array(let values): try check(values.count, "minLength", "maxLength", "the length")
        default: break
        }
    }

    private func check(
        _ number: Int,
        _ least: String,
        _ most: String,
        _ what: String
    ) throws(TemplateError) {
        if case .integer(let bound)? = definition.member(least), number < bound {
            throw problem("\(what) is at least \(bound)")
        }
        if case .integer(let bound)? = definition.member(most), number > bound {
            throw problem("\(what) is at most \(bound)")
        }
    }

    private func problem(_ text: String) -> TemplateError {
        TemplateError(path: "parameters.\(name)", text)
    }
}
