/// Why the doctor cannot look at what it was asked about.
public enum DoctorError: Error, Equatable, CustomStringConvertible {
    /// No rule has the name or id.
    case unknownRule(String, known: [String])

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unknownRule(let rule, let known):
            let rules = known.isEmpty ? "there is none" : known.joined(separator: ", ")
            return "no rule that is applied is called '\(rule)'; the rules are: \(rules)"
        }
    }
}
