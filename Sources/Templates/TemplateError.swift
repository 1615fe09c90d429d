/// Why a template cannot be evaluated.
public struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where in the template, such as `resources[0].properties`; empty for the whole.
    public var path: String
    /// What is wrong, with the expression, and what to do.
    public let problem: String

    /// Makes an error about one place.
    public init(path: String = "", _ problem: String) {
        self.path = path
        self.problem = problem
    }

    /// Path and problem, divided by a colon.
    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }

    /// The error with a place, where it has none yet.
    func at(_ place: String) -> TemplateError {
        path.isEmpty ? TemplateError(path: place, problem) : self
    }
}
