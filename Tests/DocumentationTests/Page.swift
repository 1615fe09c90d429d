import Foundation

/// A page of the documentation, read for what it says to run.
///
/// A fenced block says by its info string what it is and where it belongs, as in `console guest`:
///
/// | language | then | meaning |
/// |---|---|---|
/// | `sh` | machines | one command a line, run in order |
/// | `console` | machines | commands begin with `$ `, what stands below each is its output |
/// | `console` | machines, `eventually` | as before, each run again until it prints that |
/// | `json`, `yaml` | machines, file name | a file in the folder where their commands run |
/// | `text` | a name, or nothing | something to read |
/// | `console`, `powershell` | `windows` | not run |
///
/// A comment that begins with `<!-- run guest` has commands that a reader has no use for, such as
/// breaking what the page then mends.
struct Page {
    /// Something that a page has in a block or a comment.
    enum Part: Equatable {
        /// Commands for machines.
        case commands([PageCommand], machines: [String], line: Int)
        /// A file for machines.
        case file(String, name: String, machines: [String], line: Int)
        /// A listing with a name.
        case listing(String, name: String, line: Int)
        /// What is for Windows.
        case windows(String, line: Int)
    }

    /// The page's text.
    let text: String
    /// Its parts, in order.
    let parts: [Part]
    /// The code spans outside of blocks, with their lines.
    let spans: [(text: String, line: Int)]

    /// The machines that a page may name, beside `windows`.
    static let machines = ["client", "node", "guest"]

    /// Reads a page's text.
    init(_ text: String) throws {
        var reader = PageReader(text)
        try reader.read()
        self.text = text
        parts = reader.parts
        spans = reader.spans
    }

    /// Reads a page of this repository.
    init(named name: String) throws {
        try self.init(String(contentsOf: Self.file(name), encoding: .utf8))
    }

    /// The place of a page.
    static func file(_ name: String) -> URL {
        URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Documentation/\(name)")
    }

    /// The listing of a name.
    func listing(_ name: String) -> String? {
        for case .listing(let text, let found, _) in parts where found == name { return text }
        return nil
    }

    /// The contents of the file of a name.
    func file(_ name: String) -> String? {
        for case .file(let text, let found, _, _) in parts where found == name { return text }
        return nil
    }

    /// Every command that is run, in order.
    var commands: [PageCommand] {
        parts.flatMap { part -> [PageCommand] in
            guard case .commands(let commands, _, _) = part else { return [] }
            return commands
        }
    }
}

/// Why a page cannot be run.
struct PageError: Error, CustomStringConvertible {
    let line: Int
    let problem: String

    var description: String { "line \(line): \(problem)" }
}
