import Forwarding

/// Runs the forwarding decision natively: the same source that the kernel runs.
public enum Simulation {
    /// What happened to a frame.
    public struct Outcome: Equatable, Sendable {
        /// The decision.
        public let verdict: Verdict
        /// The frame afterwards.
        public let frame: [UInt8]

        /// Makes an outcome, to compare with.
        public init(verdict: Verdict, frame: [UInt8]) {
            self.verdict = verdict
            self.frame = frame
        }
    }

    /// Decides for one frame.
    ///
    /// - Parameter interface: the index of the interface that received it.
    public static func forward(
        _ frame: [UInt8],
        interface: UInt32,
        tables: MemoryTables,
        time: UInt64 = 0
    ) -> Outcome {
        var bytes = [UInt8](repeating: 0, count: MemoryPacket.headroom) + frame
        var extent = FrameExtent()
        let verdict = bytes.withUnsafeMutableBytes { bytes in
            withUnsafeMutablePointer(to: &extent) { extent in
                let packet = MemoryPacket(
                    bytes,
                    extent: extent,
                    interface: interface,
                    time: time
                )
                return Forwarder(packet: packet, tables: tables).forward()
            }
        }
        let start = MemoryPacket.headroom - extent.growth
        return Outcome(verdict: verdict, frame: Array(bytes[start..<bytes.count - extent.cut]))
    }
}
