import Logging

/// Writes the daemon's report to its file, beside the work that is reported on.
///
/// Reports that come while one is written are replaced by the latest. After each it rests three times
/// as long as it took, so that however large the report is, it takes a quarter of a processor at most.
final class StatusWriter: Sendable {
    private let drafts: AsyncStream<StatusDraft>.Continuation
    private let writing: Task<Void, Never>

    /// Prepares to write into the daemon's folder.
    init(state folder: String, logger: Logger) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: StatusDraft.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        drafts = continuation
        // Of less urgency than probes and plans, whose threads it must not take.
        writing = Task.detached(priority: .utility) {
            let clock = ContinuousClock()
            for await draft in stream {
                let start = clock.now
                do {
                    try draft.report().write(state: folder)
                } catch {
                    logger.error("cannot write the status report: \(error)")
                }
                // Ended early by the end of the daemon alone.
                try? await clock.sleep(for: (clock.now - start) * 3)
            }
        }
    }

    /// Has the report written soon.
    func write(_ draft: StatusDraft) { drafts.yield(draft) }

    /// Returns when the last report is written.
    func finish() async {
        drafts.finish()
        await writing.value
    }
}
