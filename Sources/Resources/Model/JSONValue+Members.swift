import Addresses

extension JSONValue {
    /// Makes a string; `nil` for `nil`.
    static func text(_ value: String?) -> JSONValue? { value.map(JSONValue.string) }

    /// Makes the string that stands for a value; `nil` for `nil`.
    static func text(_ value: (some LosslessStringConvertible)?) -> JSONValue? {
        value.map { .string($0.description) }
    }

    /// Makes the word that stands for a choice; `nil` for `nil`.
    static func word<Choice: RawRepresentable>(_ value: Choice?) -> JSONValue?
    where Choice.RawValue == String {
        value.map { .string($0.rawValue) }
    }

    /// Makes a number; `nil` for `nil`.
    static func count(_ value: Int?) -> JSONValue? { value.map(JSONValue.integer) }

    /// Makes a truth value; `nil` for `nil`.
    static func flag(_ value: Bool?) -> JSONValue? { value.map(JSONValue.bool) }

    /// Makes an array of the elements in their REST form.
    static func list(_ values: [some ResourceValue]) -> JSONValue { .array(values.map(\.json)) }

    /// Makes an array as `list`; `nil` when it would be empty.
    static func listUnlessEmpty(_ values: [some ResourceValue]) -> JSONValue? {
        values.isEmpty ? nil : list(values)
    }

    /// Makes an array of strings; `nil` when it would be empty.
    static func texts(_ values: [some LosslessStringConvertible]) -> JSONValue? {
        values.isEmpty ? nil : .array(values.map { .string($0.description) })
    }

    /// Makes an object of the tags; `nil` when there are none.
    static func tags(_ tags: [String: String]) -> JSONValue? {
        tags.isEmpty ? nil : .object(tags.mapValues(JSONValue.string))
    }
}
