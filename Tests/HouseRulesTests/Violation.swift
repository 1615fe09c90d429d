/// A place where a house rule is broken.
struct Violation: Equatable, CustomStringConvertible {
    /// The file, from the root of the repository.
    let path: String
    /// The line, from 1; 0 for the whole file.
    let line: Int
    /// What is wrong and what to do.
    let problem: String

    var description: String { line > 0 ? "\(path):\(line): \(problem)" : "\(path): \(problem)" }
}

extension [Violation] {
    /// The violations, one a line, for a failed expectation.
    var list: String { map(\.description).joined(separator: "\n") }
}
