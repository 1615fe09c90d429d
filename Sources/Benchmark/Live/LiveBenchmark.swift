import BPF
import Demo
import Lab
import Linux
import PacketFormats
import PacketProgram
import TestSupport

/// The packet rate of the packet program beside a bare forwarder's, with frames that really travel:
/// out of one end of a virtual cable, and back again.
struct LiveBenchmark: BenchmarkFamily {
    let name = "live"

    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        try LabSession.run { lab in
            let cable = try LiveCable(in: lab)
            var rates: [String: [Double]] = [:]
            for round in 0..<settings.rounds {
                report("round \(round + 1) of \(settings.rounds)")
                for forwarder in cable.forwarders {
                    let rate = try cable.rate(of: forwarder, frames: settings.liveFrames)
                    rates[forwarder.name, default: []].append(rate)
                }
            }
            let medians = rates.mapValues(Median.of)
            let bare = medians[cable.bare.name] ?? .nan
            let forward = medians[cable.forward.name] ?? .nan
            return [
                BenchmarkResult(name: "bare XDP_TX forwarder", value: bare / 1e6, unit: "Mpps"),
                BenchmarkResult(name: "floating IP", value: forward / 1e6, unit: "Mpps"),
                BenchmarkResult("floating IP over bare", forward, over: bare, .atLeast(0.9)),
            ]
        }
    }
}
