import Probing
import ServiceLifecycle

/// Runs the health probes of the configuration that is applied, and has new flows follow them.
struct ProbeService: Service {
    private let reconciler: Reconciler
    private let prober: Prober

    init(reconciler: Reconciler, prober: Prober) {
        self.reconciler = reconciler
        self.prober = prober
    }

    /// Runs until the daemon shuts down; the tables then keep what was found last.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await probes in reconciler.probes { await prober.follow(probes) }
                }
                group.addTask {
                    for await _ in prober.changes {
                        await reconciler.setHealth(prober.health)
                    }
                }
                await group.waitForAll()
            }
        }
        try await prober.shutDown()
    }
}
