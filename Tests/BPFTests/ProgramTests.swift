import BPF
import Tables
import Testing

@Suite(.needsKernel)
struct ProgramTests {
    private let frame = [UInt8](repeating: 0xa5, count: 64)

    @Test(arguments: [0, 1, 2, 3])
    func `a program's result and its frame come back`(action: Int32) throws {
        let program = try LoadedProgram.load(Assembly.returning(action), maps: [:])
        let result = try program.testRun(frame)
        #expect(result == TestRunResult(action: UInt32(action), frame: frame))
    }

    @Test func `a frame too short for its header is refused`() throws {
        let program = try LoadedProgram.load(Assembly.returning(2), maps: [:])
        let error = #expect(throws: BPFError.self) { try program.testRun([1, 2, 3]) }
        #expect(error?.description.contains("run program returning on a frame") == true)
    }

    @Test func `a program works on the very map that it was given`() throws {
        let map = LoadedMap<SmallHash>(
            handle: try MapFactory.create(MapSpecification(SmallHash.self))
        )
        let program = try LoadedProgram.load(try counting(), maps: ["counts": map.handle])
        #expect(try program.testRun(frame).action == 2)
        try map.set(0, 41)
        #expect(try program.testRun(frame).action == 1)
        #expect(try map.value(0) == 42)
    }

    @Test func `a program that refers to a map which is not there is refused with its name`() throws
    {
        let image = try counting()
        #expect(throws: BPFError.unknownMap(program: "counting", map: "counts")) {
            try LoadedProgram.load(image, maps: ["other": Handle(owning: -1)])
        }
    }

    @Test func `a read beyond the packet is rejected with the end of the verifier's log`() throws {
        var assembly = Assembly()
        // r1 = ctx->data; r0 = *(u8 *)(r1 + 100), without a comparison with the packet's end.
        assembly.add(0x61, to: 1, from: 1)
        assembly.add(0x71, to: 0, from: 1, offset: 100)
        assembly.add(0x95)
        let image = try ProgramImage(name: "beyond", code: assembly.code, mapReferences: [])
        let error = #expect(throws: BPFError.self) { try LoadedProgram.load(image, maps: [:]) }
        guard case .programRejected(let name, let number, let log) = error else {
            Issue.record("unexpected error \(String(describing: error))")
            return
        }
        #expect(name == "beyond")
        #expect(number == 13)  // EACCES
        #expect(log.count <= 25)
        #expect(log.suffix(5).contains { $0.contains("invalid access to packet") })
        let description = try #require(error).description
        #expect(description.contains("verifier rejected program beyond"))
        #expect(description.contains("    invalid access to packet"))
    }

    @Test func `instructions that the kernel does not know are rejected with its word on them`()
        throws
    {
        var assembly = Assembly()
        assembly.add(0xff)
        assembly.end(2)
        let image = try ProgramImage(name: "unknown", code: assembly.code, mapReferences: [])
        let error = #expect(throws: BPFError.self) { try LoadedProgram.load(image, maps: [:]) }
        guard case .programRejected(_, _, let log) = error else {
            Issue.record("unexpected error \(String(describing: error))")
            return
        }
        #expect(log.contains { $0.contains("unknown opcode ff") })
    }

    @Test func `two programs have two identifiers, and a pin's program has its own`() throws {
        let first = try LoadedProgram.load(Assembly.returning(1), maps: [:])
        let second = try LoadedProgram.load(Assembly.returning(1), maps: [:])
        #expect(try first.identifier() != second.identifier())
        let pins = try TemporaryPins()
        try pins.folder.pin(first.handle, as: "program")
        let handle = try #require(try pins.folder.open("program"))
        #expect(try LoadedProgram(name: "again", handle: handle).identifier() == first.identifier())
    }

    @Test func `runs are counted and prepared one by one while statistics are on`() throws {
        let statistics = try ProgramStatistics.enable()
        let program = try LoadedProgram.load(Assembly.returning(2), maps: [:])
        var prepared: [Int] = []
        let time = try program.measure(count: 20, frame: frame) { _, index in
            prepared.append(index)
        }
        #expect(prepared == Array(0..<20))
        #expect(time > 0)
        let counted = try program.statistics()
        #expect(counted.runs == 20)
        #expect(counted.verifiedInstructions == 2)
        withExtendedLifetime(statistics) {}
    }

    /// Adds one to entry 0 of map `counts` and drops; passes when there is no such entry.
    private func counting() throws -> ProgramImage {
        var assembly = Assembly()
        assembly.add(0x62, to: 10, offset: -4, 0)  // *(u32 *)(fp - 4) = 0
        assembly.add(0xbf, to: 2, from: 10)  // r2 = fp
        assembly.add(0x07, to: 2, -4)  // r2 += -4
        assembly.add(0x18, to: 1, 0)  // r1 = the map
        assembly.add(0)
        assembly.add(0x85, 1)  // r0 = bpf_map_lookup_elem(r1, r2)
        assembly.add(0x15, to: 0, offset: 5, 0)  // if r0 == 0, pass
        assembly.add(0x79, to: 1, from: 0)  // r1 = *(u64 *)r0
        assembly.add(0x07, to: 1, 1)  // r1 += 1
        assembly.add(0x7b, to: 0, from: 1)  // *(u64 *)r0 = r1
        assembly.end(1)
        assembly.end(2)
        return try ProgramImage(
            name: "counting",
            code: assembly.code,
            mapReferences: [.init(instruction: 3, name: "counts")]
        )
    }
}
