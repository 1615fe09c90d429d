import Logging
import Synchronization

/// Writes the daemon's report to its file, beside the work that is reported on.
///
/// Reports that come while one is written are replaced by the latest. After each it rests three times
/// as long as it took, up to some seconds, so that it takes a quarter of a processor at most; a report
/// that takes longer gives way to all other threads.
final class StatusWriter: Sendable {
    /// What ends the rest when the daemon ends.
    private struct Rest {
        var isOver = false
        var pause: Task<Void, Never>?
    }

    private let drafts: AsyncStream<StatusDraft>.Continuation
    private let stream: AsyncStream<StatusDraft>
    private let file: ReportFile
    private let rest = Mutex(Rest())
    private let writing = Mutex<Task<Void, Never>?>(nil)

    /// The longest rest: on a busy machine a report takes long because it gives way to all else.
    private static let longestRest: Duration = .seconds(10)

    /// Prepares to write into the daemon's folder.
    init(state folder: String, logger: Logger) {
        (stream, drafts) = AsyncStream.makeStream(
            of: StatusDraft.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        file = ReportFile(folder: folder, logger: logger)
        writing.withLock { $0 = Task.detached { [self] in await run() } }
    }

    /// Has the report written soon.
    func write(_ draft: StatusDraft) { drafts.yield(draft) }

    /// Returns when the last report is written.
    func finish() async {
        drafts.finish()
        rest.withLock { rest in
            rest.isOver = true
            rest.pause?.cancel()
        }
        await writing.withLock { $0 }?.value
    }

    private func run() async {
        let clock = ContinuousClock()
        for await draft in stream {
            let start = clock.now
            await file.write(draft)
            await pause(min((clock.now - start) * 3, Self.longestRest))
        }
    }

    private func pause(_ duration: Duration) async {
        let pause = rest.withLock { rest in
            guard !rest.isOver else { return nil as Task<Void, Never>? }
            rest.pause = Task.detached { try? await Task.sleep(for: duration) }
            return rest.pause
        }
        await pause?.value
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
