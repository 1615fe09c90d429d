/// What the doctor found of a node and its rules.
public struct Diagnosis: Codable, Equatable, Sendable {
    /// A rule and the steps of its way, in their order.
    public struct Rule: Codable, Equatable, Sendable {
        /// The rule's ARM id.
        public var id: String
        /// The steps, those of members after the rule's own.
        public var steps: [DoctorStep]

        /// Makes a rule's diagnosis from its parts.
        public init(id: String, steps: [DoctorStep]) {
            self.id = id
            self.steps = steps
        }
    }

    /// What concerns all rules.
    public var node: [DoctorStep]
    /// The rules that were asked about.
    public var rules: [Rule]

    /// Makes a diagnosis from its parts.
    public init(node: [DoctorStep], rules: [Rule]) {
        self.node = node
        self.rules = rules
    }

    /// Whether no step failed.
    public var isHealthy: Bool {
        (node + rules.flatMap(\.steps)).allSatisfy { $0.outcome != .failed }
    }
}
