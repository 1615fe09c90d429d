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
        let report = ReportFile(folder: folder, logger: logger)
        writing = Task.detached {
            let clock = ContinuousClock()
            for await draft in stream {
                let start = clock.now
                await report.write(draft)
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

/// The report's file, on a thread of its own: making a long report takes a second.
private actor ReportFile {
    private let thread = BackgroundThread()
    private let folder: String
    private let logger: Logger

    init(folder: String, logger: Logger) {
        self.folder = folder
        self.logger = logger
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.executor }

    func write(_ draft: StatusDraft) {
        do {
            try draft.report().withoutRepeatedCommands.write(state: folder)
        } catch {
            logger.error("cannot write the status report: \(error)")
        }
    }
}
