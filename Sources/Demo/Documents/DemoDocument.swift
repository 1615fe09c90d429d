import Foundation

/// An ARM document of the demo: a file that the daemon reads and a person can.
public struct DemoDocument: Hashable, Sendable {
    /// The name of its file.
    public let fileName: String
    /// Its text, JSON in the form that the Azure CLI prints.
    public let text: String

    /// Writes a resource down; `name` becomes the file's, without its extension.
    init(_ resource: some Encodable, name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        fileName = "\(name).json"
        let printed = String(decoding: try encoder.encode(resource), as: UTF8.self) + "\n"
        // The encoder's spaces before colons and lines in empty arrays only make a person scroll.
        text = printed.replacing("\" : ", with: "\": ").replacing(/\[\s+\]/, with: "[]")
    }
}
