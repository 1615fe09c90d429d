import Addresses
import Foundation
import Readiness
import Testing

@testable import ControlPlane

struct StatusReportTests {
    private let report = StatusReport(
        attempt: 3,
        processID: 4711,
        refusal: "line one\nline two",
        warnings: ["Code: text"],
        rules: [
            .init(
                id: "/subscriptions/s/rule",
                index: 7,
                members: ["192.0.2.11", "2001:db8::11"],
                unresolvedMembers: ["2001:db8::11"]
            )
        ]
    )

    @Test func `a report is read as it was written`() throws {
        let folder = try TemporaryFolder()
        try report.write(state: folder.path)
        #expect(try StatusReport.read(state: folder.path) == report)
        var applied = report
        applied.refusal = nil
        try applied.write(state: folder.path)
        #expect(try StatusReport.read(state: folder.path) == applied)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["status.json"], "nothing is left of the writing")
    }

    @Test func `a command that a member needs for all its rules is said once`() throws {
        func finding(_ member: String, _ command: String?) throws -> ReadinessFinding {
            ReadinessFinding(
                member: try #require(IPAddress(member)),
                frontend: try #require(IPAddress("192.0.2.100")),
                state: command == nil ? .ready : .addressMissing,
                evidence: "Seen.",
                command: command
            )
        }
        func rule(_ index: UInt32, _ findings: [ReadinessFinding]) -> StatusReport.Rule {
            StatusReport.Rule(
                id: "/rule/\(index)",
                index: index,
                members: [],
                unresolvedMembers: [],
                readiness: findings
            )
        }
        var long = report
        long.rules = [
            rule(1, [try finding("192.0.2.11", "apply"), try finding("192.0.2.12", "apply")]),
            rule(2, [try finding("192.0.2.11", "apply"), try finding("192.0.2.12", nil)]),
            rule(3, [try finding("192.0.2.11", "look"), try finding("192.0.2.12", "apply")]),
        ]
        let commands = long.withoutRepeatedCommands.rules.map { $0.readiness.map(\.command) }
        #expect(commands == [["apply", "apply"], [nil, nil], ["look", nil]])
        #expect(long.withoutRepeatedCommands.rules.map(\.readiness.count) == [2, 2, 2])
    }

    @Test func `without a daemon there is no report`() throws {
        let folder = try TemporaryFolder()
        #expect(try StatusReport.read(state: folder.path) == nil)
        #expect(try StatusReport.read(state: folder.file("absent")) == nil)
    }

    @Test func `a damaged report is an error`() throws {
        let folder = try TemporaryFolder()
        try folder.write("status.json", "{\"attempt\": 1")
        #expect(throws: (any Error).self) { try StatusReport.read(state: folder.path) }
    }

    @Test func `a reader never sees half a report`() async throws {
        let folder = try TemporaryFolder()
        var long = report
        long.warnings = (0..<2000).map { "warning \($0)" }
        let both = [report, long]
        try report.write(state: folder.path)
        async let written: Void = {
            for number in 0..<100 { try both[number % 2].write(state: folder.path) }
        }()
        for _ in 0..<100 {
            let read = try #require(try StatusReport.read(state: folder.path))
            #expect(both.contains(read))
        }
        try await written
    }

    @Test func `ids in the file read as they are written in documents`() throws {
        let folder = try TemporaryFolder()
        try report.write(state: folder.path)
        let file = StatusReport.file(state: folder.path)
        #expect(try String(contentsOf: file, encoding: .utf8).contains("/subscriptions/s/rule"))
    }
}
