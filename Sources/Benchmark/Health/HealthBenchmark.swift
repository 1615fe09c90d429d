import Foundation
import Lab

/// What health probes cost, and how quickly they take a member out.
struct HealthBenchmark: BenchmarkFamily {
    let name = "health"

    /// How often each server dies at most: a round takes up to half a minute.
    private static let deaths = 6

    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        BenchmarkProgram.raiseOpenFileLimit()
        return try probing(settings) + falling(settings) + dying(settings)
    }

    /// One process that asks thousands of members.
    private func probing(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        try LabSession.run { lab in
            let machine = try lab.machine("members")
            return try ProbeLoad.Kind.allCases.flatMap { kind in
                try ProbingFigures.all(kind) { milliseconds, seconds in
                    let load = ProbeLoad(
                        kind,
                        members: ProbingFigures.members,
                        milliseconds: milliseconds,
                        port: 8080
                    )
                    report("\(kind.rawValue) probes, each member every \(milliseconds) ms")
                    return try ProbingMeasurement(
                        load,
                        on: machine,
                        seconds: seconds ?? 3 * settings.rounds
                    )
                }
            }
        }
    }

    /// From a failing answer to the kernel's maps.
    private func falling(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        try FailureMeasurement.Case.all.flatMap { layout in
            try LabSession.run { lab in
                report("members that fail: \(layout.name)")
                let falls = max(5, layout.falls * settings.rounds / BenchmarkSettings.full.rounds)
                return try FailureMeasurement(layout, lab, falls: falls).results(layout)
            }
        }
    }

    /// From a server's death to the last connection that it got.
    private func dying(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        try LabSession.run { lab in
            report("the lab: a client, a server that stays, eight nodes and eight servers that die")
            let stage = try DeathStage(lab)
            let rounds = min(settings.rounds, Self.deaths)
            report("servers that die, \(rounds) rounds")
            return try DeathFigures.measure(stage, rounds: rounds).results
        }
    }
}
