import Resources

/// A template whose expressions have become values.
public struct EvaluatedTemplate: Sendable {
    /// A resource of the template.
    public struct Element: Sendable {
        /// The id.
        public let id: ResourceID
        /// The resource, literal, with its id and its type.
        public let body: JSONValue
    }

    /// The resources that are deployed, in the order in which the template has them.
    public let resources: [Element]
    private let written: JSONValue
    private let evaluation: Evaluation

    init(resources: [Element], outputs: JSONValue, evaluation: Evaluation) {
        self.resources = resources
        written = outputs
        self.evaluation = evaluation
    }

    /// The outputs, each with its type and its value.
    ///
    /// - Parameter reference: what a resource has: its properties, or all of it when asked for `full`.
    public func outputs(
        reference: @escaping @Sendable (_ id: ResourceID, _ full: Bool) throws -> JSONValue
    ) throws(TemplateError) -> JSONValue {
        var evaluation = evaluation
        evaluation.reference = reference
        var outputs: [String: JSONValue] = [:]
        for (name, output) in written.object.sorted(by: { $0.key < $1.key }) {
            if let condition = output.member("condition"),
                try evaluation.value(condition, at: "outputs.\(name)") == .bool(false)
            {
                continue
            }
            let type = output.member("type")?.stringValue ?? "object"
            let value = output.member("value") ?? .null
            outputs[name] = .object([
                "type": .string(type.prefix(1).uppercased() + type.dropFirst()),
                "value": try evaluation.value(value, at: "outputs.\(name).value"),
            ])
        }
        return .object(outputs)
    }
}
