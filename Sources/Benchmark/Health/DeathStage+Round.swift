import Foundation
import Lab

extension DeathStage {
    private static let interval = UInt64(HealthDocument.interval) * 1_000_000_000
    /// How long no connection may fail before the last one is known: a server that is still sent to
    /// gets every other connection.
    private static let quiet: UInt64 = 1_500_000_000

    /// Lets a case's server die once, and returns the seconds until the last connection that was
    /// misdirected began.
    ///
    /// - Parameter phase: the moment of death, from one probe to the next, as a fraction.
    func round(_ kind: DeathCase, phase: Double) throws -> Double {
        guard let place = places[kind] else { return .nan }
        let command = [BenchmarkProgram.path] + Self.service(Self.victimLetter).arguments
        let victim = try place.victim.start(command, label: "service")
        defer { victim.terminate() }
        try setLink(place, "up")
        let program = try start(kind, place)
        defer { program.terminate() }
        // From its second probe on a server is asked at its place in the interval.
        try victim.wait(until: "\(kind) has probed twice", within: .seconds(30)) {
            try MortalService.probes(inOutput: victim.output()).count >= 2
        }
        let pump = ConnectionPump(from: client, to: place.target, port: Self.port)
        defer { pump.stop() }
        let death = try die(kind, place, victim, phase, pump)
        return try lastMisdirected(pump, since: death, kind)
    }

    private func start(_ kind: DeathCase, _ place: Place) throws -> LabProcess {
        if let apus = place.apus {
            // Anew, or what the daemon remembers of earlier falls would hold the server down.
            try apus.detach()
            return try apus.start()
        }
        let file = "\(place.node.lab.directory)/\(place.node.name).cfg"
        let text = HAProxyText(
            address: place.target,
            servers: [Self.survivor, place.address],
            threshold: kind.threshold
        )
        try text.text.write(toFile: file, atomically: true, encoding: .utf8)
        return try place.node.start(["haproxy", "-db", "-f", file], label: "haproxy")
    }

    /// Waits for the moment, and lets the server die; returns when.
    private func die(
        _ kind: DeathCase,
        _ place: Place,
        _ victim: LabProcess,
        _ phase: Double,
        _ pump: ConnectionPump
    ) throws -> UInt64 {
        let probes = try MortalService.probes(inOutput: victim.output())
        var moment = (probes.last ?? 0) + UInt64(phase * Double(Self.interval))
        // With a second before it, in which both servers answer.
        while moment < MonotonicClock.now + 1_000_000_000 { moment += Self.interval }
        MonotonicClock.sleep(until: moment)
        let letters = pump.all.compactMap(\.letter)
        guard letters.contains(Self.victimLetter), letters.contains(Self.survivorLetter) else {
            throw BenchmarkError.wrongContents(
                benchmark: "health",
                found: "\(letters.count) answers before \(kind), not of both servers"
            )
        }
        let death = MonotonicClock.now
        switch kind.death {
        case .killed: victim.signal(SIGKILL)
        case .silent: try setLink(place, "down")
        }
        return death
    }

    private func lastMisdirected(
        _ pump: ConnectionPump,
        since death: UInt64,
        _ kind: DeathCase
    ) throws -> Double {
        // Results that decide, each an interval after the other and with as long to come.
        let deadline = death + Self.interval * UInt64(kind.threshold + 3)
        while MonotonicClock.now < deadline {
            let found = ConnectionPump.lastFailure(in: pump.all, since: death, quiet: Self.quiet)
            if let found {
                guard let last = found else {
                    throw BenchmarkError.wrongContents(
                        benchmark: "health",
                        found: "no connection that failed after \(kind)"
                    )
                }
                return Double(last - death) / 1e9
            }
            usleep(50_000)
        }
        throw BenchmarkError.wrongContents(
            benchmark: "health",
            found: "connections that fail long after \(kind)"
        )
    }

    private func setLink(_ place: Place, _ state: String) throws {
        try place.victim.run(["ip", "link", "set", place.link.name, state])
    }
}
