import ServiceLifecycle

/// Runs the questions about readiness for the configuration that is applied.
struct ReadinessService: Service {
    private let reconciler: Reconciler
    private let surveyor: ReadinessSurveyor

    /// The time between two tellings: while a thousand members are asked for the first time, each
    /// finding alone would be another piece of work between a failing member and the tables.
    private static let pause: Duration = .milliseconds(100)

    init(reconciler: Reconciler, surveyor: ReadinessSurveyor) {
        self.reconciler = reconciler
        self.surveyor = surveyor
    }

    /// Runs until the daemon shuts down; the tables then keep what was found last.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await basis in reconciler.surveys { await surveyor.follow(basis) }
                }
                group.addTask {
                    for await _ in surveyor.changes {
                        await reconciler.note(surveyor.takeChanges())
                        do { try await Task.sleep(for: Self.pause) } catch { return }
                    }
                }
                group.addTask { await surveyor.watchClaims() }
                await group.waitForAll()
            }
        }
        await surveyor.shutDown()
    }
}
