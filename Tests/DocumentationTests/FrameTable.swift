import Foundation

/// A listing of frames side by side, a line for each field.
///
/// A line has the field's first byte, a `~` where the bytes are others each time, the field's name,
/// and its bytes in each frame, in brackets where they differ from the first frame's:
///
/// ```
/// byte   field                 | sent              | received
///    0   Ethernet destination  | 02 00 00 00 00 02 | [02 00 00 00 00 0b]
/// ```
struct FrameTable {
    /// A field of the frames.
    struct Field {
        let offset: Int
        let name: String
        let isVariable: Bool
        let values: [[UInt8]]
        let marks: [Bool]

        var range: Range<Int> { offset..<(offset + (values.first?.count ?? 0)) }
    }

    let title: String
    let fields: [Field]

    /// Reads a listing.
    init(_ text: String) throws {
        let lines = text.split(separator: "\n").map(String.init)
        title = lines.first ?? ""
        var fields: [Field] = []
        for line in lines.dropFirst() {
            let field = try Self.field(line)
            guard field.offset == fields.last?.range.upperBound ?? 0,
                Set(field.values.map(\.count)).count == 1,
                field.values.count == fields.first?.values.count ?? field.values.count
            else { throw PageError(line: 0, problem: "does not follow: \(line)") }
            fields.append(field)
        }
        self.fields = fields
    }

    private static func field(_ line: String) throws -> Field {
        let columns = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let match = columns.first?.wholeMatch(of: /([0-9]+) *(~?) *(.+)/), columns.count > 1,
            let offset = Int(match.1)
        else { throw PageError(line: 0, problem: "no field: \(line)") }
        let values = try columns.dropFirst().map { column in
            try column.trimmingCharacters(in: ["[", "]"]).split(separator: " ").map { digits in
                guard let byte = UInt8(digits, radix: 16), digits.utf8.count == 2 else {
                    throw PageError(line: 0, problem: "'\(digits)' is no byte: \(line)")
                }
                return byte
            }
        }
        return Field(
            offset: offset,
            name: String(match.3),
            isVariable: !match.2.isEmpty,
            values: values,
            marks: columns.dropFirst().map { $0.hasPrefix("[") && $0.hasSuffix("]") }
        )
    }

    /// The frames.
    var frames: [[UInt8]] {
        (0..<(fields.first?.values.count ?? 0)).map { column in
            fields.flatMap { $0.values[column] }
        }
    }

    /// The names of the fields that are marked in a frame.
    func marked(_ column: Int) -> [String] {
        fields.filter { $0.marks[column] }.map(\.name)
    }

    /// The names of the fields in which two frames differ; what is past the table is one too.
    func differences(
        _ one: [UInt8],
        _ other: [UInt8],
        variableToo: Bool = true
    ) -> [String] {
        let end = fields.last?.range.upperBound ?? 0
        guard one.count == end, other.count == end else { return ["length"] }
        return fields.filter {
            one[$0.range] != other[$0.range] && (variableToo || !$0.isVariable)
        }.map(\.name)
    }

    /// The listing of other frames with these fields.
    func text(of frames: [[UInt8]]) -> String {
        let cells = fields.map { field in
            frames.map { frame -> String in
                let bytes = frame.dropFirst(field.offset).prefix(field.range.count)
                let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                let text = digits.joined(separator: " ")
                let isSame = bytes == frames[0].dropFirst(field.offset).prefix(field.range.count)
                return isSame ? text : "[\(text)]"
            }
        }
        let lines = zip(fields, cells).map { field, cells in
            let number = String(repeating: " ", count: 4 - "\(field.offset)".count)
            let name = "\(number)\(field.offset) \(field.isVariable ? "~" : " ") \(field.name)"
            return ([Self.padded(name, 32)] + cells.map { Self.padded($0, 19) })
                .joined(separator: " | ")
        }
        return ([title] + lines).map { line in
            String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
