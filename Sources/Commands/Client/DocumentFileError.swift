/// Why a file of documents cannot be used.
struct DocumentFileError: Error, Equatable, CustomStringConvertible {
    /// The file; `-` for standard input, and empty for no file in particular.
    let file: String
    /// What is wrong.
    let problem: String

    var description: String {
        switch file {
        case "": problem
        case "-": "standard input: \(problem)"
        default: "\(file): \(problem)"
        }
    }
}
