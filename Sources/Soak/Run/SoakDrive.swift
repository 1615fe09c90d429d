import Lab
import Linux
import TestSupport

/// Makes the steps of a soak, under its traffic.
package struct SoakDrive {
    private let site: SoakSite
    private let population: ConnectionPopulation
    package private(set) var journal = ChangeJournal()
    private(set) var configuration = SoakSitePlan.configuration
    private var generator: StepGenerator
    private var random: SeededGenerator
    private var program: UInt32

    /// Azure's shortest idle timeout is four minutes, and slots are swept every ten seconds.
    private static let restTime = SoakClock.seconds(275)

    /// Begins with a node that runs with the plan's configuration.
    package init(_ site: SoakSite, _ traffic: SoakTraffic, _ options: SoakOptions) throws {
        self.site = site
        population = traffic.population
        generator = StepGenerator(
            seed: options.seed,
            changesAtOnce: options.changesAtOnce,
            restInterval: options.restInterval
        )
        random = SeededGenerator(seed: options.seed &+ 1)
        program = try site.node.program()
    }

    /// Makes the next step and returns when it has taken effect.
    package mutating func step() throws {
        let step = generator.next(for: configuration)
        journal.begin(step, at: SoakClock.now())
        for change in step.changes { configuration.apply(change) }
        let leaving = step.changes.compactMap { change -> Int? in
            guard case .removeMember(SoakSitePlan.changingPool, let number) = change else {
                return nil
            }
            return number
        }
        try population.membersLeave(Set(leaving))
        switch step {
        case .reload(let changes):
            if changes.isEmpty {
                journal.count(.unchangedReload)
            } else {
                try site.node.write(configuration.document)
            }
            try site.node.reload()
        case .refuse(let document):
            try site.node.write(document.text, as: "refused")
            try site.node.reloadRefused(document.rawValue)
            try site.node.write(nil, as: "refused")
            journal.count(.refusedDocument)
        case .restart(let end, _): try restart(end)
        case .rest: try rest()
        }
        for change in step.changes { journal.count(change.kind) }
        journal.end(at: SoakClock.now())
        try population.membersHaveLeft()
    }

    /// Leaves everything alone for longer than the idle timeout and a sweep.
    private mutating func rest() throws {
        let before = try site.node.unsettledSlots()
        let until = SoakClock.now() + Self.restTime
        try waitUntil("slots had time to settle", within: .seconds(600)) {
            SoakClock.now() >= until
        }
        journal.noteRest(unsettledBefore: before, after: try site.node.unsettledSlots())
    }

    /// The daemon ends and starts; its new packet program must be on the interface then.
    private mutating func restart(_ end: SoakStep.DaemonEnd) throws {
        switch end {
        case .stop:
            try site.node.stop()
            try site.node.write(configuration.document)
        case .kill:
            try site.node.kill()
            try site.node.write(configuration.document)
        case .killWhileReloading:
            try site.node.write(configuration.document)
            try site.node.askForReload()
            // Anywhere from reading the documents to the last edit.
            let pause = UInt64.random(in: 0...SoakClock.seconds(0.4), using: &random)
            let until = SoakClock.now() + pause
            try waitUntil("it is time to kill the daemon") { SoakClock.now() >= until }
            try site.node.kill()
        }
        journal.count(end.kind)
        try site.node.start()
        journal.count(.daemonStart)
        let now = try site.node.program()
        guard now != program, now != 0 else { throw SoakError.programNotReplaced(now) }
        journal.count(.programReplaced)
        program = now
    }
}
