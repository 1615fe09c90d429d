import Forwarding
import PacketFormats
import Simulator
import TestSupport

/// The kinds of packets whose instructions are counted.
struct PacketKind {
    let name: String
    let frame: [UInt8]
    let verdict: Verdict
    /// A packet that comes once before, where the kind needs one.
    var before: [UInt8]?

    /// Decides for `count` packets of a kind, natively, with the simulator's tables.
    ///
    /// Nothing is allocated and no library copies memory in the loop, so that the processor does not
    /// change the count.
    static func run(_ name: String, count: Int) throws {
        guard let kind = all.first(where: { $0.name == name }) else {
            throw BenchmarkError.unknownKind(name)
        }
        let tables = MemoryTables(FixtureWorld.image)
        if let before = kind.before {
            _ = Simulation.forward(before, interface: FixtureWorld.interface, tables: tables)
        }
        // Eight bytes at a time: the space is rounded up, and the frame ends where it did.
        let space = MemoryPacket.headroom + kind.frame.count
        let words = (space + 7) / 8
        let source = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
        let target = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
        let extent = UnsafeMutablePointer<FrameExtent>.allocate(capacity: 1)
        defer {
            source.deallocate()
            target.deallocate()
            extent.deallocate()
        }
        source.initialize(repeating: 0, count: words)
        target.initialize(repeating: 0, count: words)
        (UnsafeMutableRawPointer(source) + MemoryPacket.headroom)
            .copyMemory(from: kind.frame, byteCount: kind.frame.count)
        let packet = MemoryPacket(
            UnsafeMutableRawBufferPointer(start: target, count: space),
            extent: extent,
            interface: FixtureWorld.interface,
            time: 1
        )
        let verdict = repeatedly(count, from: source, to: target, words) {
            extent.pointee = FrameExtent()
            return Forwarder(packet: packet, tables: tables).forward()
        }
        guard verdict == kind.verdict else {
            throw BenchmarkError.wrongVerdict(
                benchmark: name,
                found: "\(String(describing: verdict))",
                expected: "\(kind.verdict)"
            )
        }
    }

    /// Runs the body on fresh copies of a frame, and returns its last result.
    @inline(never)
    private static func repeatedly(
        _ count: Int,
        from source: UnsafeMutablePointer<UInt64>,
        to target: UnsafeMutablePointer<UInt64>,
        _ words: Int,
        _ body: () -> Verdict
    ) -> Verdict? {
        var verdict: Verdict?
        for number in 0..<count {
            // Depends on the number, and so is not replaced by a call of the C library.
            let zero = UInt64(truncatingIfNeeded: number >> 62)
            for index in 0..<words { target[index] = source[index] ^ zero }
            verdict = body()
        }
        return verdict
    }
}
