import BPF
import TestSupport

/// One figure of the kernel harness: a program, and the packets that it is run on.
struct KernelCase {
    let name: String
    let program: LoadedProgram
    let flow: TestFlow

    /// What an XDP program says to send a frame back where it came from (`XDP_TX`).
    private static let transmit: UInt32 = 3

    /// Sends a packet of every flow, so that what is measured is a steady state, and looks whether
    /// the first is sent back.
    func prepare() throws {
        _ = try program.measure(count: flow.flows, frame: flow.frame) { frame, index in
            flow.choose(UInt32(index), frame)
        }
        var frame = flow.frame
        frame.withUnsafeMutableBytes { flow.choose(0, $0) }
        let action = try program.testRun(frame).action
        guard action == Self.transmit else {
            throw BenchmarkError.wrongVerdict(
                benchmark: name,
                found: "action \(action)",
                expected: "action \(Self.transmit)"
            )
        }
    }

    /// The kernel's mean time of a run over packets of random flows, in nanoseconds.
    ///
    /// A round has the same packets in every case, so that none has luck.
    func measure(packets: Int, round: Int) throws -> Double {
        var generator = SeededGenerator(seed: UInt64(round))
        return try program.measure(count: packets, frame: flow.frame) { frame, _ in
            let number = UInt32(truncatingIfNeeded: generator.next() >> 20)
            flow.choose(number % UInt32(flow.flows), frame)
            guard flow.rules > 1 else { return }
            let rule = UInt32(truncatingIfNeeded: generator.next() >> 20)
            flow.chooseRule(rule % UInt32(flow.rules), frame)
        }
    }
}
