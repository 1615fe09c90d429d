import Addresses
import Foundation
import Resources
import Storage

extension Provisioner {
    /// Makes a change: decides it whole, writes it down, and then carries it out.
    ///
    /// - Parameters:
    ///   - principal: who asks, for the audit log.
    ///   - edit: makes the change on a draft; what it throws changes nothing.
    func commit<Value: Sendable>(
        by principal: String,
        _ edit: (inout Draft) throws(ProvisioningError) -> Value
    ) async throws(ProvisioningError) -> (value: Value, outcome: CommitOutcome) {
        await turn.take()
        do throws(ProvisioningError) {
            let result = try await commitInTurn(by: principal, edit)
            await turn.end()
            return result
        } catch {
            await turn.end()
            throw error
        }
    }

    private func commitInTurn<Value: Sendable>(
        by principal: String,
        _ edit: (inout Draft) throws(ProvisioningError) -> Value
    ) async throws(ProvisioningError) -> (value: Value, outcome: CommitOutcome) {
        let others = await carrier.addressesInUse()
        var draft = Draft(groups: groups, resources: resources)
        let value = try edit(&draft)
        let examined = try examine(&draft, besides: others)
        var outcome = CommitOutcome()
        outcome.warnings = examined.warnings
        try write(draft, by: principal)
        let previous = resources
        adopt(draft)
        if !draft.touched.isEmpty {
            outcome.failure = await carryOut(
                examined.configuration,
                touched: draft.touched,
                previous: previous
            )
        }
        return (value, outcome)
    }

    /// Finishes a draft and validates what it would be.
    func examine(
        _ draft: inout Draft,
        besides others: Set<IPAddress>
    ) throws(ProvisioningError) -> (
        configuration: ForwardingConfiguration, warnings: [ValidationFinding]
    ) {
        try draft.allocateAddresses(settings, besides: others)
        try draft.settleReferences()
        draft.forgetUnchanged()
        let touched = Set(draft.touched.map { $0.description.lowercased() })
        let wanted = draft.resources.values.map(\.resource).sorted { $0.id < $1.id }
        let (findings, configuration) = ResourceInventory(wanted).examine()
        guard let configuration else {
            throw ProvisioningError(findings.filter { $0.severity == .error })
        }
        let warnings = findings.filter { touched.contains($0.source.lowercased()) }
        return (configuration, warnings)
    }

    /// Writes a draft and its audit entries in one transaction.
    private func write(_ draft: Draft, by principal: String) throws(ProvisioningError) {
        var saved: [StoredResource] = []
        var removed: [String] = []
        var audit: [AuditEntry] = []
        for id in draft.touched.sorted() {
            let before = draft.original[id]
            let after = draft.resources[id]
            if let after {
                saved.append(try StoredForm.record(after))
            } else {
                removed.append(id.description.lowercased())
            }
            audit.append(
                AuditEntry(
                    principal: principal,
                    action: "\(id.type)/\(after == nil ? "delete" : "write")",
                    resource: id.description,
                    before: try before?.document.stored(),
                    after: try after?.document.stored()
                )
            )
        }
        for (key, group) in draft.groups where groups[key] != group {
            saved.append(try StoredForm.record(group))
            audit.append(try entry(principal, before: groups[key], after: group))
        }
        for (key, group) in groups where draft.groups[key] == nil {
            removed.append(group.id.lowercased())
            audit.append(try entry(principal, before: group, after: nil))
        }
        guard !audit.isEmpty else { return }
        do throws(StoreError) {
            try store.commit(saved: saved, removed: removed, audit: audit)
        } catch {
            throw ProvisioningError(.unavailable, "StorageFailed", "\(error)")
        }
    }

    private func entry(
        _ principal: String,
        before: ResourceGroup?,
        after: ResourceGroup?
    ) throws(ProvisioningError) -> AuditEntry {
        AuditEntry(
            principal: principal,
            action: "\(ResourceGroup.type)/\(after == nil ? "delete" : "write")",
            resource: (after ?? before)?.id ?? "",
            before: try before?.stored.stored(),
            after: try after?.stored.stored()
        )
    }
}

extension ProvisioningError {
    /// The refusal for what validation found: the first finding, with all as details.
    init(_ findings: [ValidationFinding]) {
        let details = findings.map {
            Detail(code: $0.code.rawValue, message: $0.message, target: $0.target)
        }
        self.init(
            .invalid,
            details.first?.code ?? "InvalidRequest",
            details.first?.message ?? "The request is not valid.",
            target: details.first?.target,
            details: details
        )
    }
}
