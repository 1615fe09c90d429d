/// An Azure resource id: `/subscriptions/…/providers/<namespace>/<type>/<name>[/<type>/<name>…]`.
///
/// Ids compare without regard to case, as Azure Resource Manager compares them, and keep the case
/// in which they were written for messages.
public struct ResourceID: Sendable, LosslessStringConvertible {
    static let expectation = "a resource id such as /subscriptions/…/providers/Microsoft.Network/…"

    /// The id as it was written, without a slash at its end.
    public let description: String
    private let key: String
    private let scope: String
    private let namespace: String
    private let steps: [Step]

    /// One resource of the chain that an id names.
    private struct Step: Sendable {
        let type: String
        let name: String
    }

    /// Reads an id; `nil` when it has no provider or no resource, or a type without a name.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.first == "", parts.dropFirst().dropLast().allSatisfy({ !$0.isEmpty }),
            let provider = parts.lastIndex(where: { $0.lowercased() == "providers" })
        else { return nil }
        var chain = Array(parts[(provider + 1)...])
        if chain.last == "" { chain.removeLast() }
        guard chain.count >= 3, chain.count % 2 == 1 else { return nil }
        self.init(
            scope: parts[..<provider].joined(separator: "/"),
            namespace: chain[0],
            steps: stride(from: 1, to: chain.count, by: 2).map {
                Step(type: chain[$0], name: chain[$0 + 1])
            }
        )
    }

    private init(scope: String, namespace: String, steps: [Step]) {
        self.scope = scope
        self.namespace = namespace
        self.steps = steps
        let chain = steps.map { "/\($0.type)/\($0.name)" }.joined()
        description = "\(scope)/providers/\(namespace)\(chain)"
        key = description.lowercased()
    }

    /// Makes the id of a resource from its scope, its type (`Microsoft.Network/…`) and its name.
    init?(scope: String, type: String, name: String) {
        let parts = type.split(separator: "/").map(String.init)
        guard parts.count == 2, !name.isEmpty, !name.contains("/") else { return nil }
        let step = Step(type: parts[1], name: name)
        self.init(scope: scope, namespace: parts[0], steps: [step])
    }

    /// The name of the resource: the id's last part.
    public var name: String { steps.last?.name ?? "" }

    /// The type of the resource, such as `Microsoft.Network/loadBalancers/probes`.
    public var type: String { ([namespace] + steps.map(\.type)).joined(separator: "/") }

    /// What stands before the provider, as a rule `/subscriptions/<id>/resourceGroups/<name>`.
    public var scopeText: String { scope }

    /// The id of the resource that this one is a child of; `nil` for a top-level resource.
    public var parent: ResourceID? {
        guard steps.count > 1 else { return nil }
        return ResourceID(scope: scope, namespace: namespace, steps: steps.dropLast())
    }

    /// The id of the top-level resource that this one is or belongs to.
    public var root: ResourceID {
        ResourceID(scope: scope, namespace: namespace, steps: Array(steps.prefix(1)))
    }

    /// The id of a child of this resource.
    public func child(_ type: String, _ name: String) -> ResourceID {
        let step = Step(type: type, name: name)
        return ResourceID(scope: scope, namespace: namespace, steps: steps + [step])
    }
}

extension ResourceID: Hashable {
    /// Whether two ids name one resource.
    public static func == (left: ResourceID, right: ResourceID) -> Bool { left.key == right.key }

    /// Feeds the form that ids are compared by.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension ResourceID: Comparable {
    /// Orders ids by their text without regard to case.
    public static func < (left: ResourceID, right: ResourceID) -> Bool { left.key < right.key }
}
