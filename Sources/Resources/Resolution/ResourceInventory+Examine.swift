extension ResourceInventory {
    /// Validates and resolves at once, which for a large inventory is half the work of both.
    ///
    /// The configuration is `nil` when a finding is an error.
    public func examine() -> (
        findings: [ValidationFinding], configuration: ForwardingConfiguration?
    ) {
        var validator = ConfigurationValidator(self)
        validator.run()
        guard !validator.findings.contains(where: { $0.severity == .error }) else {
            return (validator.findings, nil)
        }
        do throws(ValidationFinding) {
            let configuration = try validator.index.forwardingConfiguration()
            return (validator.findings, configuration)
        } catch {
            return (validator.findings + [error], nil)
        }
    }
}
