/// What is wrong with the text or the structure of one document.
public struct ResourceDocumentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the document, as a rule its file path; empty when the reader was not given one.
    public var source: String
    /// Where in the document the problem lies.
    public let path: DocumentPath
    /// What was expected and what was found, or what to change.
    public let problem: String

    /// Makes an error about one place of a document.
    public init(source: String = "", path: DocumentPath, problem: String) {
        self.source = source
        self.path = path
        self.problem = problem
    }

    /// Document, path and problem, divided by colons; parts that are empty are left out.
    public var description: String {
        [source, path.description, problem].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}
