import Foundation
import Resources

extension TemplateFunctions {
    /// Functions of texts.
    static let texts: [String: Function] = [
        "string": { (values) throws(TemplateError) in .string(try plain(values.first ?? .null)) },
        "tolower": text("toLower") { $0.lowercased() },
        "toupper": text("toUpper") { $0.uppercased() },
        "trim": text("trim") { $0.trimmingCharacters(in: .whitespacesAndNewlines) },
        "replace": { (values) throws(TemplateError) in
            let texts = try strings(values, "replace", count: 3)
            guard !texts[1].isEmpty else { throw wrong("replace", "a text to replace") }
            return .string(texts[0].replacing(texts[1], with: texts[2]))
        },
        "startswith": { (values) throws(TemplateError) in
            let texts = try strings(values, "startsWith", count: 2)
            return .bool(texts[0].lowercased().hasPrefix(texts[1].lowercased()))
        },
        "endswith": { (values) throws(TemplateError) in
            let texts = try strings(values, "endsWith", count: 2)
            return .bool(texts[0].lowercased().hasSuffix(texts[1].lowercased()))
        },
        "split": { (values) throws(TemplateError) in
            let texts = try strings(values, "split", count: 2)
            guard let divider = texts[1].first, texts[1].count == 1 else {
                throw wrong("split", "a text and one character")
            }
            let parts = texts[0].split(separator: divider, omittingEmptySubsequences: false)
            return .array(parts.map { .string(String($0)) })
        },
        "join": { (values) throws(TemplateError) in
            guard values.count == 2, case .string(let divider) = values[1] else {
                throw wrong("join", "an array and a text")
            }
            var parts: [String] = []
            for value in values[0].elements { parts.append(try plain(value)) }
            return .string(parts.joined(separator: divider))
        },
        "substring": substring,
        "padleft": { (values) throws(TemplateError) in
            guard values.count >= 2, case .integer(let width) = values[1],
                (0...1000).contains(width)
            else { throw wrong("padLeft", "a text, a width, and a character") }
            let value = try plain(values[0])
            let filler = values.count > 2 ? values[2].stringValue?.first ?? " " : " "
            let padding = String(repeating: filler, count: max(0, width - value.count))
            return .string(padding + value)
        },
        "format": format,
        "uniquestring": { (values) throws(TemplateError) in
            // Thirteen letters and digits that depend on the arguments alone, as in Azure; the value
            // itself is another than Azure's, whose hash is not published.
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in try strings(values, "uniqueString").joined(separator: "-").utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
            let digits = String(hash, radix: 32)
            return .string(
                String(repeating: "a", count: max(0, 13 - digits.count)) + digits.prefix(13)
            )
        },
        "json": { (values) throws(TemplateError) in
            let text = try strings(values, "json", count: 1)[0]
            do throws(ResourceDocumentError) {
                return try JSONValue(parsing: Array(text.utf8))
            } catch {
                throw wrong("json", "JSON: \(error.problem)")
            }
        },
    ]

    /// The texts among the arguments, all of which must be texts.
    static func strings(
        _ values: [JSONValue],
        _ name: String,
        count: Int? = nil
    ) throws(TemplateError) -> [String] {
        let texts = values.compactMap(\.stringValue)
        guard texts.count == values.count, !texts.isEmpty, count == nil || count == texts.count
        else { throw wrong(name, count.map { "\($0) texts" } ?? "texts") }
        return texts
    }

    /// A value as text.
    static func plain(_ value: JSONValue) throws(TemplateError) -> String {
        switch value {
        case .string(let text): return text
        case .integer(let number): return "\(number)"
        case .number(let number): return "\(number)"
        case .bool(let flag): return flag ? "True" : "False"
        case .null: return ""
        case .array, .object:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            guard let data = try? encoder.encode(value) else { throw wrong("string", "a value") }
            return String(decoding: data, as: UTF8.self)
        }
    }

    private static func text(
        _ name: String,
        _ change: @escaping @Sendable (String) -> String
    ) -> Function {
        { (values) throws(TemplateError) in
            .string(change(try strings(values, name, count: 1)[0]))
        }
    }

    private static let substring: Function = { (values) throws(TemplateError) in
        guard (2...3).contains(values.count), case .string(let text) = values[0],
            case .integer(let start) = values[1], (0...text.count).contains(start)
        else { throw wrong("substring", "a text, a place in it, and a length") }
        let rest = text.dropFirst(start)
        guard values.count == 3 else { return .string(String(rest)) }
        guard case .integer(let length) = values[2], (0...rest.count).contains(length) else {
            throw wrong("substring", "a length that ends in the text")
        }
        return .string(String(rest.prefix(length)))
    }

    private static let format: Function = { (values) throws(TemplateError) in
        guard case .string(let pattern)? = values.first else {
            throw wrong("format", "a text with places such as {0}")
        }
        var formatted = ""
        var rest = pattern[...]
        while let character = rest.first {
            rest = rest.dropFirst()
            if let next = rest.first, next == character, "{}".contains(character) {
                formatted.append(character)
                rest = rest.dropFirst()
                continue
            }
            guard character == "{" else {
                formatted.append(character)
                continue
            }
            let place = rest.prefix { $0 != "}" }
            guard let index = Int(place), values.indices.contains(index + 1), index >= 0 else {
                throw wrong("format", "a value for each place: {\(place)} has none")
            }
            formatted += try plain(values[index + 1])
            rest = rest.dropFirst(place.count + 1)
        }
        return .string(formatted)
    }
}
