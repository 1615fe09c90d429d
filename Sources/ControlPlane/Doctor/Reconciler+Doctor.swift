import Resources

extension Reconciler {
    /// Examines one rule, or all, of what is applied.
    public func diagnose(rule: String?, guests: [String: GuestReport]) async throws -> Diagnosis {
        let doctor = Doctor(
            node: node,
            configuration: configuration ?? ForwardingConfiguration(frontends: [], rules: []),
            status: status,
            guests: guests
        )
        return try await doctor.examine(rule: rule)
    }

    /// What the node counts and knows, in Prometheus' text format.
    public func metrics() -> String {
        var text = MetricsText(status)
        for rule in status.rules {
            guard let counted = try? dataPlane.statistics(rule: rule.index) else { continue }
            text.add(counted, rule: rule.id)
        }
        if let counted = try? dataPlane.statistics(rule: 0) { text.add(counted, rule: "") }
        return text.text
    }
}
