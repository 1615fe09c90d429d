import Logging
import Testing

@testable import ControlPlane

struct StatusWriterTests {
    @Test func `the last report is the one that stays`() async throws {
        let folder = try TemporaryFolder()
        let writer = StatusWriter(state: folder.path, logger: Logger(label: "test"))
        var status = StatusReport(
            attempt: 0,
            processID: 4711,
            refusal: nil,
            warnings: [],
            rules: []
        )
        for attempt in 1...100 {
            status.attempt = attempt
            writer.write(StatusDraft(status: status))
        }
        await writer.finish()
        #expect(try StatusReport.read(state: folder.path)?.attempt == 100)
    }
}
