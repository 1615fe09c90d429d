/// A soak in a lab of its own: traffic, changes, and what came of them.
package struct SoakSession {
    private let options: SoakOptions
    private let site: SoakSite
    private let tell: (String) -> Void

    /// Prepares a soak; progress is told in a line a minute.
    package init(
        _ options: SoakOptions,
        on site: SoakSite,
        tell: @escaping (String) -> Void = { _ in }
    ) {
        self.options = options
        self.site = site
        self.tell = tell
    }

    /// Runs the soak to its limit and returns what it has seen.
    ///
    /// `afterStep` is called when a step has taken effect, for tests that do something more.
    package func run(afterStep: (Int, SoakTraffic) throws -> Void = { _, _ in }) throws
        -> SoakReport
    {
        try site.start()
        let began = SoakClock.now()
        let traffic = try SoakTraffic(site, options)
        defer { traffic.stop() }
        var drive = try SoakDrive(site, traffic, options)
        try steps(&drive, traffic, began, afterStep)
        let seen = try traffic.finish()
        return SoakReport(
            seed: options.seed,
            seconds: Double(SoakClock.now() - began) / 1e9,
            journal: drive.journal,
            traffic: seen
        )
    }

    private func steps(
        _ drive: inout SoakDrive,
        _ traffic: SoakTraffic,
        _ began: UInt64,
        _ afterStep: (Int, SoakTraffic) throws -> Void
    ) throws {
        var nextLine = SoakClock.now() + SoakClock.seconds(60)
        while !isOver(drive, began) {
            try drive.step()
            try afterStep(drive.journal.entries.count, traffic)
            guard SoakClock.now() >= nextLine else { continue }
            nextLine = SoakClock.now() + SoakClock.seconds(60)
            let seconds = (SoakClock.now() - began) / 1_000_000_000
            let changes = drive.journal.configurationChanges
            tell("\(seconds) s: \(changes) configuration changes, \(traffic.progress)")
        }
    }

    private func isOver(_ drive: SoakDrive, _ began: UInt64) -> Bool {
        switch options.limit {
        case .changes(let count): drive.journal.configurationChanges >= count
        case .time(let duration):
            SoakClock.now() - began >= UInt64(max(0, duration.components.seconds)) * 1_000_000_000
        }
    }
}
