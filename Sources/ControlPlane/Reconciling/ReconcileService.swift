import Linux
import Logging
import Provisioning
import ServiceLifecycle
import UnixSignals

/// Runs the reconciler: at the start, on SIGHUP, on network changes and by the clock.
public struct ReconcileService: Service {
    private let reconciler: Reconciler
    private let provisioner: Provisioner?
    private let logger: Logger

    /// Every how many seconds members are confirmed and slots settle.
    private static let confirmationInterval = 10

    /// Prepares the service.
    ///
    /// - Parameter provisioner: where the configuration comes from; `nil` for the documents.
    public init(reconciler: Reconciler, provisioner: Provisioner?, logger: Logger) {
        self.reconciler = reconciler
        self.provisioner = provisioner
        self.logger = logger
    }

    /// Runs until the daemon shuts down; the data plane goes on after that.
    public func run() async throws {
        let monitor = try NetworkMonitor()
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await reconciler.reload()
        await provisioner?.start()
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in signals {
                        await reconciler.reload()
                        await provisioner?.retry()
                    }
                }
                group.addTask {
                    for await _ in monitor.changes {
                        await reconciler.networkChanged()
                        await provisioner?.retry()
                    }
                }
                group.addTask { await tick() }
                await group.waitForAll()
            }
        }
        monitor.stop()
        await reconciler.finishStatus()
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
