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
            // A round takes a quarter of a second, and machines change their speed more slowly.
            for round in 0..<(5 * settings.rounds) {
                report("round \(round + 1) of \(5 * settings.rounds)")
                let order = round % 2 == 0 ? cable.forwarders : cable.forwarders.reversed()
                for forwarder in order {
                    let rate = try cable.rate(of: forwarder, frames: settings.liveFrames)
                    rates[forwarder.name, default: []].append(rate)
                }
            }
            let bare = rates[cable.bare.name] ?? []
            let forward = rates[cable.forward.name] ?? []
            return [
                BenchmarkResult(
                    name: "bare XDP_TX forwarder",
                    value: Median.of(bare) / 1e6,
                    unit: "Mpps"
                ),
                BenchmarkResult(
                    name: "floating IP",
                    value: Median.of(forward) / 1e6,
                    unit: "Mpps"
                ),
                BenchmarkResult(
                    name: "floating IP over bare",
                    value: Median.ofQuotients(forward, over: bare),
                    unit: "ratio",
                    .atLeast(0.9)
                ),
            ]
        }
    }
}
