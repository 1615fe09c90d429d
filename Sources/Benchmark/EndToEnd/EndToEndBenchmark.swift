import Lab

/// Real connections from wrk to nginx: directly, and through Apus and its peers.
struct EndToEndBenchmark: BenchmarkFamily {
    let name = "end-to-end"

    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        try LabSession.run { lab in
            report("the lab: a client, a server with two addresses, four nodes")
            let stage = try EndToEndLab(lab)
            var measured = EndToEndMeasurements()
            for contender in stage.contenders {
                _ = try stage.load(contender, .newConnections, seconds: 1)
            }
            for round in 0..<settings.rounds {
                report("requests, round \(round + 1) of \(settings.rounds)")
                for load in WebLoad.allCases {
                    // Forth and back, so that none always follows the same, and Apus is always
                    // beside the direct way that it is compared with.
                    let order =
                        round % 2 == 0 ? stage.contenders : stage.contenders.reversed()
                    for contender in order {
                        let run = try stage.load(contender, load, seconds: settings.seconds)
                        measured.add(run, of: contender, load)
                    }
                }
            }
            try measureProcessorTime(stage, settings, &measured)
            return EndToEndFigures(measured).results
        }
    }

    /// In rounds of their own, because what makes the node's time visible slows all of them down.
    private func measureProcessorTime(
        _ stage: EndToEndLab,
        _ settings: BenchmarkSettings,
        _ measured: inout EndToEndMeasurements
    ) throws {
        let clocks = try stage.contenders.compactMap { contender in
            try ProcessorClock(contender).map { (contender, $0) }
        }
        for round in 0..<settings.rounds {
            report("CPU time, round \(round + 1) of \(settings.rounds)")
            for (contender, clock) in clocks {
                let before = try clock.nanoseconds()
                let run = try stage.load(contender, .newConnections, seconds: settings.seconds)
                let spent = try clock.nanoseconds() - before
                measured.add(microseconds: spent / 1000 / Double(run.requests), of: contender)
            }
        }
    }
}
