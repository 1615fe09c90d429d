import Linux
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs the reconciler: at the start, on SIGHUP, on network changes and by the clock.
public struct ReconcileService: Service {
    private let reconciler: Reconciler
    private let logger: Logger

    /// Every how many seconds members are confirmed and slots settle.
    private static let confirmationInterval = 10

    /// Prepares the service.
    public init(reconciler: Reconciler, logger: Logger) {
        self.reconciler = reconciler
        self.logger = logger
    }

    /// Runs until the daemon shuts down; the data plane goes on after that.
    public func run() async throws {
        let monitor = try NetworkMonitor()
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await reconciler.reload()
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in signals { await reconciler.reload() }
                }
                group.addTask {
                    for await _ in monitor.changes { await reconciler.networkChanged() }
                }
                group.addTask { await tick() }
                await group.waitForAll()
            }
        }
        monitor.stop()
    }

    private func tick() async {
        var seconds = 0
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            seconds += 1
            await reconciler.tick()
            if seconds % Self.confirmationInterval == 0 {
                await reconciler.confirmMembers()
                await reconciler.settle()
            }
        }
    }
}
