import BPF
import Testing

struct ProgramImageTests {
    /// Two 64-bit loads, a move and an exit.
    private let code: [UInt8] = {
        var assembly = Assembly()
        assembly.add(0x18, to: 1, 5)
        assembly.add(0, to: 0, 0)
        assembly.add(0x18, to: 2, -1)
        assembly.add(0, to: 0, -1)
        assembly.end(2)
        return assembly.code
    }()

    private func image(_ code: [UInt8], _ references: [(Int, String)]) throws -> ProgramImage {
        let references = references.map {
            ProgramImage.Reference(instruction: $0.0, name: $0.1)
        }
        return try ProgramImage(name: "sample", code: code, mapReferences: references)
    }

    @Test func `code that is not whole instructions is refused`() {
        for count in [0, 1, 7, 9, 15, code.count - 1] {
            #expect(throws: BPFError.malformedImage(program: "sample"), "\(count) bytes") {
                try image(Array(code.prefix(count)), [])
            }
        }
    }

    @Test(arguments: [-1, 1, 3, 4, 5, 6, Int.max, Int.min])
    func `a reference that is to no 64-bit load is refused`(instruction: Int) {
        #expect(throws: BPFError.malformedImage(program: "sample")) {
            try image(code, [(instruction, "first")])
        }
    }

    @Test func `references become the maps' descriptors, and the rest stays`() throws {
        let image = try image(code, [(0, "first"), (2, "second")])
        let resolved = try image.resolved { ["first": 17, "second": 18][$0] }
        // Register, BPF_PSEUDO_MAP_FD as the source register, the descriptor as the constant.
        #expect(resolved[0] == 17 << 32 | 0x1118)
        #expect(resolved[2] == 18 << 32 | 0x1218)
        for index in [1, 3, 4, 5] { #expect(resolved[index] == image.instructions[index]) }
    }

    @Test func `loads without a reference stay constants`() throws {
        let image = try image(code, [])
        #expect(try image.resolved { _ in 1 } == image.instructions)
    }

    @Test func `a reference to a map that was not made is refused with its name`() throws {
        let image = try image(code, [(0, "first"), (2, "second")])
        let error = #expect(throws: BPFError.self) {
            try image.resolved { $0 == "first" ? 1 : nil }
        }
        #expect(error == .unknownMap(program: "sample", map: "second"))
        #expect(
            error?.description
                == "program sample refers to map 'second', which was not created"
        )
    }

    @Test func `a number is added to a constant, over both halves of it`() throws {
        let image = try ProgramImage(
            name: "sample",
            code: code,
            mapReferences: [.init(instruction: 0, name: "first")],
            numberReferences: [.init(instruction: 2, name: "tick")]
        )
        // The constant there is -1 in both halves: all ones.
        let resolved = try image.resolved(numbers: ["tick": 0x1122_3344_5566_7789]) { _ in 17 }
        #expect(resolved[2] == 0x5566_7788 << 32 | 0x0218)
        #expect(resolved[3] == 0x1122_3344 << 32)
        for index in [1, 4, 5] { #expect(resolved[index] == image.instructions[index]) }
        let error = #expect(throws: BPFError.self) {
            try image.resolved(numbers: ["tock": 1]) { _ in 17 }
        }
        #expect(error == .unknownNumber(program: "sample", number: "tick"))
        #expect(
            error?.description == "program sample refers to number 'tick', which was not given"
        )
    }

    @Test(arguments: [-1, 1, 3, 4, 5, 6, Int.max, Int.min])
    func `a number that is in no 64-bit load is refused`(instruction: Int) {
        #expect(throws: BPFError.malformedImage(program: "sample")) {
            try ProgramImage(
                name: "sample",
                code: code,
                mapReferences: [],
                numberReferences: [.init(instruction: instruction, name: "tick")]
            )
        }
    }

    @Test func `a load whose second half is missing is refused`() {
        #expect(throws: BPFError.malformedImage(program: "sample")) {
            try image(Array(code.prefix(24)), [(2, "first")])
        }
    }

    @Test func `a damaged image says what to do`() {
        let error = BPFError.malformedImage(program: "apus_forward")
        #expect(error.description.contains("apus_forward"))
        #expect(error.description.hasSuffix("build again"))
    }
}
