import Foundation
import Synchronization

/// What became of all cases.
struct DeathFigures {
    private let seconds: [DeathCase: [Double]]

    init(_ seconds: [DeathCase: [Double]]) {
        self.seconds = seconds
    }

    /// Lets the servers of all cases die in rounds, all cases at the same time.
    static func measure(_ stage: DeathStage, rounds: Int) throws -> DeathFigures {
        let phases = DeathCase.phases(rounds: rounds)
        let found = Mutex<[DeathCase: Result<[Double], any Error>]>([:])
        let group = DispatchGroup()
        for kind in DeathCase.all {
            group.enter()
            Thread.detachNewThread {
                let result = Result { try phases.map { try stage.round(kind, phase: $0) } }
                found.withLock { $0[kind] = result }
                group.leave()
            }
        }
        group.wait()
        return DeathFigures(try found.withLock(\.self).mapValues { try $0.get() })
    }

    /// HAProxy's figure, and what the grain of the measure adds: of connections that are begun every
    /// 10 ms, a server that is dead gets every other.
    static let target = BenchmarkResult.Target.atMost(1.02)

    /// The figures, the two contenders of each case beside each other.
    var results: [BenchmarkResult] {
        DeathCase.all.filter { $0.contender == .apus }.flatMap { apus in
            var peer = apus
            peer.contender = .haproxy
            let name = "server \(apus.death.rawValue), threshold \(apus.threshold)"
            let (own, other) = (seconds[apus] ?? [], seconds[peer] ?? [])
            return [(DeathContender.apus, own), (.haproxy, other)].flatMap { contender, found in
                [
                    BenchmarkResult(
                        name: "\(name): last misdirected, median, \(contender.rawValue)",
                        value: Median.of(found),
                        unit: "s"
                    ),
                    BenchmarkResult(
                        name: "\(name): last misdirected, worst, \(contender.rawValue)",
                        value: found.max() ?? .nan,
                        unit: "s"
                    ),
                ]
            } + [
                BenchmarkResult(
                    "\(name): median, Apus over HAProxy",
                    Median.of(own),
                    over: Median.of(other),
                    Self.target
                )
            ]
        }
    }
}
