import Resources

extension TemplateFunctions {
    /// Functions of arrays and objects, and of texts as arrays of characters.
    static let collections: [String: Function] = [
        "concat": { (values) throws(TemplateError) in
            if case .array? = values.first {
                for value in values {
                    guard case .array = value else { throw wrong("concat", "arrays, or texts") }
                }
                return .array(values.flatMap(\.elements))
            }
            var text = ""
            for value in values { text += try plain(value) }
            return .string(text)
        },
        "createarray": { (values) throws(TemplateError) in .array(values) },
        "array": { (values) throws(TemplateError) in
            guard let value = values.first else { throw wrong("array", "a value") }
            if case .array = value { return value }
            return .array([value])
        },
        "createobject": { (values) throws(TemplateError) in
            var members: [String: JSONValue] = [:]
            for place in stride(from: 0, to: values.count - 1, by: 2) {
                guard case .string(let name) = values[place] else {
                    throw wrong("createObject", "names and values in turn")
                }
                members[name] = values[place + 1]
            }
            guard values.count.isMultiple(of: 2) else {
                throw wrong("createObject", "names and values in turn")
            }
            return .object(members)
        },
        "length": { (values) throws(TemplateError) in
            switch values.first {
            case .array(let elements)?: return .integer(elements.count)
            case .object(let members)?: return .integer(members.count)
            case .string(let text)?: return .integer(text.count)
            default: throw wrong("length", "an array, an object or a text")
            }
        },
        "empty": { (values) throws(TemplateError) in
            switch values.first {
            case .array(let elements)?: return .bool(elements.isEmpty)
            case .object(let members)?: return .bool(members.isEmpty)
            case .string(let text)?: return .bool(text.isEmpty)
            default: return .bool(true)
            }
        },
        "contains": { (values) throws(TemplateError) in
            guard values.count == 2 else { throw wrong("contains", "a container and a value") }
            switch (values[0], values[1]) {
            case (.array(let elements), let value): return .bool(elements.contains(value))
            case (.object, .string(let name)): return .bool(values[0].member(name) != nil)
            case (.string(let text), .string(let part)): return .bool(text.contains(part))
            default: throw wrong("contains", "a container and a value")
            }
        },
        "first": { (values) throws(TemplateError) in
            if case .string(let text)? = values.first { return .string(String(text.prefix(1))) }
            return values.first?.elements.first ?? .null
        },
        "last": { (values) throws(TemplateError) in
            if case .string(let text)? = values.first { return .string(String(text.suffix(1))) }
            return values.first?.elements.last ?? .null
        },
        "take": { (values) throws(TemplateError) in
            let count = try integers(Array(values.dropFirst()), "take", count: 1)[0]
            if case .string(let text) = values[0] {
                return .string(String(text.prefix(max(0, count))))
            }
            return .array(Array(values[0].elements.prefix(max(0, count))))
        },
        "skip": { (values) throws(TemplateError) in
            let count = try integers(Array(values.dropFirst()), "skip", count: 1)[0]
            if case .string(let text) = values[0] {
                return .string(String(text.dropFirst(max(0, count))))
            }
            return .array(Array(values[0].elements.dropFirst(max(0, count))))
        },
        "range": { (values) throws(TemplateError) in
            let numbers = try integers(values, "range", count: 2)
            guard (0...10_000).contains(numbers[1]), numbers[0].magnitude < 1 << 31 else {
                throw wrong("range", "a start and a count of at most 10000")
            }
            return .array((0..<numbers[1]).map { .integer(numbers[0] + $0) })
        },
        "union": { (values) throws(TemplateError) in
            if case .object? = values.first {
                return values.dropFirst().reduce(values[0]) { merged($0, $1, depth: 0) }
            }
            var seen: Set<JSONValue> = []
            return .array(values.flatMap(\.elements).filter { seen.insert($0).inserted })
        },
        "intersection": { (values) throws(TemplateError) in
            guard let first = values.first else { throw wrong("intersection", "arrays") }
            if case .object(let members) = first {
                return .object(
                    members.filter { name, value in
                        values.dropFirst().allSatisfy { $0[name] == value }
                    }
                )
            }
            let others = values.dropFirst().map { Set($0.elements) }
            return .array(
                first.elements.filter { element in others.allSatisfy { $0.contains(element) } }
            )
        },
        "items": { (values) throws(TemplateError) in
            .array(
                (values.first?.object ?? [:]).sorted { $0.key < $1.key }.map {
                    .object(["key": .string($0.key), "value": $0.value])
                }
            )
        },
        "tryget": { (values) throws(TemplateError) in
            values.dropFirst().reduce(values.first ?? .null) { value, step in
                switch step {
                case .string(let name): value.member(name) ?? .null
                case .integer(let index) where value.elements.indices.contains(index):
                    value.elements[index]
                default: .null
                }
            }
        },
    ]

    /// Two objects as one, and so their members that are objects in both.
    private static func merged(_ first: JSONValue, _ second: JSONValue, depth: Int) -> JSONValue {
        guard depth < 64, case .object(let left) = first, case .object(let right) = second else {
            return second
        }
        return .object(left.merging(right) { merged($0, $1, depth: depth + 1) })
    }
}
