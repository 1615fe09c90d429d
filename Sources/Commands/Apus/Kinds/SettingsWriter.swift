import Resources

/// Gathers what options say of a part, and writes it into the part's properties.
struct SettingsWriter {
    private let balancer: BalancerContext
    private let isNew: Bool
    private var changes: [String: JSONValue?] = [:]

    /// Makes a writer.
    init(_ balancer: BalancerContext, isNew: Bool) {
        self.balancer = balancer
        self.isNew = isNew
    }

    mutating func text(_ member: String, _ value: String?) {
        if let value { changes[member] = .some(.string(value)) }
    }

    mutating func number(_ member: String, _ value: Int?) {
        if let value { changes[member] = .some(.integer(value)) }
    }

    mutating func flag(_ member: String, _ value: Bool?) {
        if let value { changes[member] = .some(.bool(value)) }
    }

    mutating func value(_ member: String, _ value: JSONValue) {
        changes[member] = .some(value)
    }

    mutating func remove(_ member: String) { changes[member] = .some(nil) }

    /// Writes a reference to a part that is given by name or id.
    ///
    /// - Parameter takesOnly: whether a new part refers to the only one when none is given.
    mutating func reference(
        _ member: String,
        _ text: String?,
        _ collection: String,
        takesOnly: Bool = true
    ) {
        if let text {
            changes[member] = .some(balancer.reference(collection, text))
        } else if isNew, takesOnly, let only = balancer.only(collection) {
            changes[member] = .some(only)
        }
    }

    /// Writes references to parts that are given by name or id.
    mutating func references(_ member: String, _ texts: [String], _ collection: String) {
        if !texts.isEmpty {
            let values = texts.map { balancer.reference(collection, $0) }
            changes[member] = .some(.array(values))
        } else if isNew, let only = balancer.only(collection) {
            changes[member] = .some(.array([only]))
        }
    }

    /// Writes all of it.
    func finish(_ properties: inout JSONValue) {
        for (member, value) in changes { properties[member] = value }
    }
}
