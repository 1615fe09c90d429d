import ServiceLifecycle

/// Runs the questions about readiness for the configuration that is applied.
struct ReadinessService: Service {
    private let reconciler: Reconciler
    private let surveyor: ReadinessSurveyor

    init(reconciler: Reconciler, surveyor: ReadinessSurveyor) {
        self.reconciler = reconciler
        self.surveyor = surveyor
    }

    /// Runs until the daemon shuts down; the tables then keep what was found last.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await survey in reconciler.surveys { await surveyor.follow(survey) }
                }
                group.addTask {
                    for await _ in surveyor.changes {
                        await reconciler.setReadiness(surveyor.findings, claims: surveyor.claims)
                    }
                }
                group.addTask { await surveyor.watchClaims() }
                await group.waitForAll()
            }
        }
        await surveyor.shutDown()
    }
}
