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
    let evaluation: Evaluation

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
            let condition = output.member("condition")
            guard try evaluation.holds(condition, at: "outputs.\(name).condition") else {
                continue
            }
            guard output.member("copy") == nil else {
                throw TemplateError(path: "outputs.\(name)", "a loop in an output is not evaluated")
            }
            let type = output.member("type")?.stringValue ?? "object"
            // As in Azure, a secret is not shown.
            guard !type.lowercased().hasPrefix("secure") else {
                outputs[name] = .object(["type": .string(type)])
                continue
            }
            let value = output.member("value") ?? .null
            outputs[name] = .object([
                "type": .string(type.prefix(1).uppercased() + type.dropFirst()),
                "value": try evaluation.value(value, at: "outputs.\(name).value"),
            ])
        }
        return .object(outputs)
    }
}
