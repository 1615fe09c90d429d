import Foundation

/// Reads the text of a document as JSON.
enum JSONText {
    /// Reads a JSON value; the error names the line and the column where that can be told.
    static func parse(_ bytes: [UInt8]) throws(ResourceDocumentError) -> JSONValue {
        let data = Data(bytes)
        do {
            return try JSONDecoder().decode(JSONValue.self, from: data)
        } catch {
            let problem = "expected JSON: \(reason(for: data, otherwise: error))"
            throw ResourceDocumentError(path: .root, problem: problem)
        }
    }

    /// What Foundation's other parser says of the text: on Linux the decoder's error has no
    /// details.
    private static func reason(for data: Data, otherwise error: any Error) -> String {
        do {
            _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
            return "\(error)"
        } catch {
            let details = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
            return located(details ?? "\(error)", in: data)
        }
    }

    /// Puts a line and a column in place of the byte offset that the message ends with.
    private static func located(_ message: String, in data: Data) -> String {
        let words = "around character "
        guard let range = message.range(of: words),
            let offset = Int(message[range.upperBound...].prefix { $0.isNumber })
        else { return message }
        let before = data.prefix(offset)
        let newline = UInt8(ascii: "\n")
        let line = before.count { $0 == newline } + 1
        let column = before.reversed().prefix { $0 != newline }.count + 1
        return message[..<range.lowerBound] + "at line \(line), column \(column)"
    }
}

extension JSONValue {
    /// Reads JSON text in UTF-8; the error says where it is none.
    public init(parsing bytes: [UInt8]) throws(ResourceDocumentError) {
        self = try JSONText.parse(bytes)
    }
}
