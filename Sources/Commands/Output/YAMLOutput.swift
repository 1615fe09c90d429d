import Resources
import Yams

/// Writes JSON values as YAML, members in order.
enum YAMLOutput {
    static func text(_ value: JSONValue) throws -> String {
        try Yams.serialize(node: node(value), sortKeys: true)
    }

    private static func node(_ value: JSONValue) -> Node {
        switch value {
        case .null: Node("null", Tag(.null))
        case .bool(let flag): Node(flag ? "true" : "false", Tag(.bool))
        case .integer(let number): Node("\(number)", Tag(.int))
        case .number(let number): Node("\(number)", Tag(.float))
        // A string that would read as something else is quoted.
        case .string(let text): .scalar(text.represented())
        case .array(let values): Node(values.map(node), Tag(.seq))
        case .object(let members):
            Node(members.map { (.scalar($0.key.represented()), node($0.value)) }, Tag(.map))
        }
    }
}
