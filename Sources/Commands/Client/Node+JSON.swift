import Resources
import Yams

extension Node {
    /// The node as JSON has it, after YAML 1.2's core schema: `yes` and `on` are words.
    ///
    /// - Parameter budget: how many values there may still be.
    func json(budget: inout Int) throws -> JSONValue {
        budget -= 1
        guard budget >= 0 else {
            throw DocumentFileError(file: "", problem: "it has too many values")
        }
        switch self {
        case .scalar(let scalar): return Self.json(scalar)
        case .sequence(let sequence):
            var values: [JSONValue] = []
            for node in sequence { values.append(try node.json(budget: &budget)) }
            return .array(values)
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping {
                guard case .scalar(let name) = key else {
                    throw DocumentFileError(file: "", problem: "a key is not a word")
                }
                members[name.string] = try value.json(budget: &budget)
            }
            return .object(members)
        case .alias:
            throw DocumentFileError(file: "", problem: "an alias names nothing")
        }
    }

    private static func json(_ scalar: Scalar) -> JSONValue {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any, scalar.tag.description != strTag
        else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        if let number = Int(text) { return .integer(number) }
        let isNumeric = text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
        if isNumeric, let number = Double(text), number.isFinite { return .number(number) }
        return .string(text)
    }

    private static var strTag: String { Tag.Name.str.rawValue }
}
