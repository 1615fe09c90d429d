import Demo
import Foundation
import Lab
import Linux
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a demo test where a capability that the lab or the packet program needs is missing.
    static var needsDemo: Self {
        var held = (try? Capability.effective()) ?? []
        if held.contains(.sysAdmin) { held.formUnion([.bpf, .perfmon]) }
        let missing = Capability.allCases.filter { !held.contains($0) }
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.map(\.name).joined(separator: ", ")) is not in effect"
        )
    }

    /// Skips a test that needs a database where there is no PostgreSQL server.
    static var needsPostgreSQL: Self {
        let found = Result { try PostgreSQLInstallation.find() }
        guard case .failure(let error) = found else { return .enabled(if: true) }
        return .disabled("\(error)")
    }
}

/// Records an issue for every check that did not pass.
func expectPassed(
    _ checks: [Check],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(!checks.isEmpty, sourceLocation: sourceLocation)
    for check in checks where !check.passed {
        Issue.record("\(check)", sourceLocation: sourceLocation)
    }
}

/// Runs one case in a lab of its own.
func run<Case: DemoCase>(
    _ make: (DemoLab) throws -> Case,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    try DemoLab.with { demo in
        let part = try make(demo)
        try demo.start(part.documents)
        expectPassed(try part.run(.silent), sourceLocation: sourceLocation)
    }
}
