/// One thing that validation found.
public struct ValidationFinding: Error, Hashable, Sendable, Codable {
    /// What kind of problem it is; Azure's error code where one is known.
    public let code: ValidationCode
    /// What is wrong, in Azure's words where they are known, with the ids of the resources.
    public let message: String
    /// The id of the resource that the finding is about.
    public let target: String
    /// The name of the document that the resource came from.
    public let source: String

    /// Whether the finding refuses the configuration.
    public var severity: FindingSeverity { code.severity }

    /// Makes a finding.
    public init(code: ValidationCode, message: String, target: String, source: String) {
        self.code = code
        self.message = message
        self.target = target
        self.source = source
    }
}
