import Linux
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a page where a capability that labs and the daemon need is not in effect.
    static var needsLab: Self {
        var held = (try? Capability.effective()) ?? []
        if held.contains(.sysAdmin) { held.formUnion([.bpf, .perfmon]) }
        let missing = Capability.allCases.filter { !held.contains($0) }
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.map(\.name).joined(separator: ", ")) is not in effect"
        )
    }
}
