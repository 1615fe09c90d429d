/// Why an inventory has no forwarding configuration: validation found errors.
public struct ResolutionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The findings that refuse the configuration, without warnings; never empty.
    public let findings: [ValidationFinding]

    /// One line for each finding.
    public var description: String {
        findings.map { "\($0.source): \($0.code.rawValue): \($0.message)" }
            .joined(separator: "\n")
    }
}
