import Foundation
import Resources

/// Writes JSON for programs and for requests.
enum JSONOutput {
    /// JSON in one line, members in order.
    static func compact(_ value: JSONValue) -> String { text(value, []) }

    /// JSON in many lines, members in order.
    static func pretty(_ value: JSONValue) -> String { text(value, .prettyPrinted) }

    private static func text(_ value: JSONValue, _ more: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = more.union([.sortedKeys, .withoutEscapingSlashes])
        // A number that JSON cannot say does not come from JSON.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
