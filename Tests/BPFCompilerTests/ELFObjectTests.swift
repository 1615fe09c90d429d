import BPFCompiler
import TestSupport
import Testing

struct ELFObjectTests {
    private func programs(_ bytes: [UInt8]) throws(CompilerError) -> [CompiledProgram] {
        try ELFObject(bytes: bytes).programs()
    }

    @Test func `the functions of a section are programs of their own, by name`() throws {
        let found = try programs(CompiledObject.twoPrograms.get())
        #expect(found.map(\.name) == ["alpha", "zulu"])
        #expect(found[1].mapReferences.isEmpty)
        // The last instruction of each is its exit, so neither holds a part of the other.
        #expect(found[0].code.count % 8 == 0)
        for program in found { #expect(program.code.suffix(8).first == 0x95) }
    }

    @Test func `references name the number and the load of it, apart from maps`() throws {
        let programs = try programs(CompiledObject.twoPrograms.get())
        #expect(programs[0].numberReferences.isEmpty)
        let zulu = programs[1]
        #expect(zulu.numberReferences.map(\.name) == ["third"])
        let load = try #require(zulu.numberReferences.first).instruction
        // BPF_LD | BPF_IMM | BPF_DW of 0, to which the number is added.
        #expect(zulu.code[load * 8] == 0x18)
        #expect(zulu.code[(load * 8 + 4)..<(load * 8 + 8)].allSatisfy { $0 == 0 })
    }

    @Test func `references name the map and the load instruction in the program itself`() throws {
        let alpha = try programs(CompiledObject.twoPrograms.get())[0]
        #expect(alpha.mapReferences.map(\.name).sorted() == ["first", "first", "second"])
        #expect(Set(alpha.mapReferences.map(\.instruction)).count == 3)
        for reference in alpha.mapReferences {
            // BPF_LD | BPF_IMM | BPF_DW into register 1, which carries a call's first argument.
            #expect(alpha.code[reference.instruction * 8] == 0x18)
            #expect(alpha.code[reference.instruction * 8 + 1] & 0x0f == 1)
        }
    }

    @Test func `a call of a function that is nowhere is refused with its name`() throws {
        let bytes = try CompiledObject.compile(
            """
            extern int swift_retain(int);
            __attribute__((section("xdp"))) int sound(void *context) { return 2; }
            __attribute__((section("xdp"))) int broken(void *context) { return swift_retain(1); }
            """
        )
        let error = #expect(throws: CompilerError.self) { try programs(bytes) }
        #expect(error == .unresolvedSymbol(name: "swift_retain", program: "broken"))
        #expect(error?.description.contains("@inline(__always)") == true)
    }

    @Test func `a global variable is refused with its name`() throws {
        let bytes = try CompiledObject.compile(
            """
            volatile int counter;
            __attribute__((section("xdp"))) int broken(void *context) { return counter; }
            """
        )
        #expect(throws: CompilerError.unresolvedSymbol(name: "counter", program: "broken")) {
            try programs(bytes)
        }
    }

    @Test func `a map's symbol that is called and not loaded is refused`() throws {
        let bytes = try CompiledObject.compile(
            """
            extern int apus_map_first(int);
            __attribute__((section("xdp"))) int broken(void *context) { return apus_map_first(1); }
            """
        )
        #expect(
            throws: CompilerError.unresolvedSymbol(name: "apus_map_first", program: "broken")
        ) {
            try programs(bytes)
        }
    }

    @Test func `an object without a packet program is refused`() throws {
        let bytes = try CompiledObject.compile("int elsewhere(void) { return 2; }")
        #expect(throws: CompilerError.malformedObject("no section 'xdp'")) { try programs(bytes) }
    }

    @Test func `an object of another kind is refused`() {
        for bytes: [UInt8] in [[], Array("!<arch>\n".utf8), [UInt8](repeating: 0, count: 4096)] {
            #expect(throws: CompilerError.malformedObject("not a 64-bit little-endian ELF file")) {
                try programs(bytes)
            }
        }
    }

    @Test func `an object cut off anywhere is refused`() throws {
        let whole = try CompiledObject.twoPrograms.get()
        for count in 0..<whole.count {
            let part = Array(whole.prefix(count))
            #expect(throws: CompilerError.self, "\(count) of \(whole.count) bytes") {
                try programs(part)
            }
        }
    }

    @Test func `a damaged object is read or refused, and nothing worse`() throws {
        let whole = try CompiledObject.twoPrograms.get()
        var random = SeededGenerator(seed: 0xe1f)
        var refused = 0
        for _ in 0..<5000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = UInt8.random(in: 0 ... .max, using: &random)
            }
            if (try? programs(bytes)) == nil { refused += 1 }
        }
        #expect(refused > 0)
    }

    @Test(arguments: [UInt64.max, UInt64(Int64.max), 1 << 62, UInt64(UInt32.max), 1 << 31])
    func `an absurd number anywhere is read or refused, and nothing worse`(value: UInt64) throws {
        let whole = try CompiledObject.twoPrograms.get()
        let number = withUnsafeBytes(of: value.littleEndian) { Array($0) }
        var refused = 0
        for start in stride(from: 0, through: whole.count - 8, by: 4) {
            var bytes = whole
            bytes.replaceSubrange(start..<(start + 8), with: number)
            if (try? programs(bytes)) == nil { refused += 1 }
        }
        #expect(refused > 0)
    }
}
