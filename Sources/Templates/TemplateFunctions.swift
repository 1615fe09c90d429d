import Resources

/// The functions that depend on their arguments alone.
enum TemplateFunctions {
    typealias Function = @Sendable ([JSONValue]) throws(TemplateError) -> JSONValue

    /// All functions by name in lower case.
    static let all: [String: Function] = texts.merging(collections) { $1 }.merging(numbers) { $1 }

    /// The refusal for arguments of the wrong kind.
    static func wrong(_ name: String, _ expected: String) -> TemplateError {
        TemplateError("\(name) takes \(expected)")
    }

    /// The integers among the arguments, which must be as many as are asked for.
    static func integers(
        _ values: [JSONValue],
        _ name: String,
        count: Int? = nil
    ) throws(TemplateError) -> [Int] {
        var numbers: [Int] = []
        for value in values {
            guard case .integer(let number) = value else { throw wrong(name, "whole numbers") }
            numbers.append(number)
        }
        guard !numbers.isEmpty, count == nil || count == numbers.count else {
            throw wrong(name, count.map { "\($0) whole numbers" } ?? "whole numbers")
        }
        return numbers
    }

    private static let numbers: [String: Function] = [
        "true": { _ throws(TemplateError) in .bool(true) },
        "false": { _ throws(TemplateError) in .bool(false) },
        "null": { _ throws(TemplateError) in .null },
        "add": arithmetic("add") { $0.addingReportingOverflow($1) },
        "sub": arithmetic("sub") { $0.subtractingReportingOverflow($1) },
        "mul": arithmetic("mul") { $0.multipliedReportingOverflow(by: $1) },
        "div": arithmetic("div") { $0.dividedReportingOverflow(by: $1) },
        "mod": arithmetic("mod") { $0.remainderReportingOverflow(dividingBy: $1) },
        "min": { (values) throws(TemplateError) in
            .integer(try integers(flat(values), "min").min() ?? 0)
        },
        "max": { (values) throws(TemplateError) in
            .integer(try integers(flat(values), "max").max() ?? 0)
        },
        "int": { (values) throws(TemplateError) in
            switch values.first {
            case .integer(let number)?: return .integer(number)
            case .string(let text)?:
                guard let number = Int(text) else { throw wrong("int", "a number") }
                return .integer(number)
            default: throw wrong("int", "a number")
            }
        },
        "bool": { (values) throws(TemplateError) in
            switch values.first {
            case .bool(let flag)?: return .bool(flag)
            case .integer(let number)?: return .bool(number != 0)
            case .string(let text)? where ["true", "false"].contains(text.lowercased()):
                return .bool(text.lowercased() == "true")
            default: throw wrong("bool", "true or false")
            }
        },
        "not": { (values) throws(TemplateError) in .bool(!(try flags(values, "not")[0])) },
        "and": { (values) throws(TemplateError) in
            .bool(try flags(values, "and").allSatisfy(\.self))
        },
        "or": { (values) throws(TemplateError) in
            .bool(try flags(values, "or").contains(true))
        },
        "equals": { (values) throws(TemplateError) in
            guard values.count == 2 else { throw wrong("equals", "two values") }
            return .bool(values[0] == values[1])
        },
        "less": comparison("less") { $0 < $1 },
        "lessorequals": comparison("lessOrEquals") { $0 <= $1 },
        "greater": comparison("greater") { $0 > $1 },
        "greaterorequals": comparison("greaterOrEquals") { $0 >= $1 },
        "coalesce": { (values) throws(TemplateError) in values.first { $0 != .null } ?? .null },
    ]

    private static func flat(_ values: [JSONValue]) -> [JSONValue] {
        values.count == 1 ? (values[0].elements.isEmpty ? values : values[0].elements) : values
    }

    private static func flags(
        _ values: [JSONValue],
        _ name: String
    ) throws(TemplateError) -> [Bool] {
        var flags: [Bool] = []
        for value in values {
            guard case .bool(let flag) = value else { throw wrong(name, "true or false") }
            flags.append(flag)
        }
        guard !flags.isEmpty else { throw wrong(name, "true or false") }
        return flags
    }

    private static func arithmetic(
        _ name: String,
        _ operation: @escaping @Sendable (Int, Int) -> (partialValue: Int, overflow: Bool)
    ) -> Function {
        { (values) throws(TemplateError) in
            let numbers = try integers(values, name, count: 2)
            let (value, isOverflow) = operation(numbers[0], numbers[1])
            guard !isOverflow else { throw wrong(name, "numbers whose result is one") }
            return .integer(value)
        }
    }

    private static func comparison(
        _ name: String,
        _ holds: @escaping @Sendable (Comparison, Comparison) -> Bool
    ) -> Function {
        { (values) throws(TemplateError) in
            let compared = values.compactMap(Comparison.init)
            guard compared.count == 2, values.count == 2 else {
                throw wrong(name, "two numbers or two texts")
            }
            return .bool(holds(compared[0], compared[1]))
        }
    }

    /// A number or a text, in the order of its kind.
    struct Comparison: Comparable, Sendable {
        let number: Int
        let text: String

        init?(_ value: JSONValue) {
            switch value {
            case .integer(let number): (self.number, text) = (number, "")
            case .string(let text): (number, self.text) = (0, text)
            default: return nil
            }
        }

        static func < (left: Comparison, right: Comparison) -> Bool {
            (left.number, left.text) < (right.number, right.text)
        }
    }
}
