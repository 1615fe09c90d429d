import ControlPlane
import Foundation
import Testing

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
