import Resources

extension Reconciler {
    /// Examines one rule, or all, of what is applied.
    public func diagnose(rule: String?, guests: [String: GuestReport]) async throws -> Diagnosis {
        let doctor = Doctor(
            node: node,
            configuration: configuration ?? ForwardingConfiguration(frontends: [], rules: []),
            status: await report,
            guests: guests
        )
        return try await doctor.examine(rule: rule)
    }

    /// What the node counts and knows, in Prometheus' text format.
    public func metrics() async -> String {
        let report = await report
        var text = MetricsText(report)
        for rule in report.rules {
            guard let counted = try? dataPlane.statistics(rule: rule.index) else { continue }
            text.add(counted, rule: rule.id)
        }
        if let counted = try? dataPlane.statistics(rule: 0) { text.add(counted, rule: "") }
        return text.text
    }
}
