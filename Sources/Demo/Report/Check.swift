/// Something that a case of the demo claims, and whether it was so.
public struct Check: Hashable, Sendable {
    /// The claim, as a sentence without a full stop.
    public let name: String
    /// Whether it was so.
    public let passed: Bool
    /// What was seen.
    public let seen: String

    /// Makes a check.
    public init(name: String, passed: Bool, seen: String) {
        self.name = name
        self.passed = passed
        self.seen = seen
    }
}

extension Check: CustomStringConvertible {
    /// One line for a person.
    public var description: String { "\(passed ? "passed" : "FAILED")  \(name) (\(seen))" }
}
