import BPFCompiler
import Foundation
import Testing

struct GeneratedSourceTests {
    /// What a reader of the generated Swift gets back.
    private struct Read: Equatable {
        var name: String
        var code: [UInt8]
        var maps: [String]
        var numbers: [String]

        init(name: String, code: [UInt8], maps: [String], numbers: [String]) {
            self.name = name
            self.code = code
            self.maps = maps
            self.numbers = numbers
        }

        init(_ program: CompiledProgram) {
            name = program.name
            code = program.code
            maps = program.mapReferences.map { "(\($0.instruction), \"\($0.name)\")" }
            numbers = program.numberReferences.map { "(\($0.instruction), \"\($0.name)\")" }
        }
    }

    private func read(_ text: String) throws -> [Read] {
        let entry =
            /name: "([^"]*)",\s*code: "([^"]*)",\s*maps: \[([^\]]*)\],\s*numbers: \[([^\]]*)\]/
        return try text.matches(of: entry).map { match in
            Read(
                name: String(match.1),
                code: Array(try #require(Data(base64Encoded: String(match.2)))),
                maps: references(match.3),
                numbers: references(match.4)
            )
        }
    }

    private func references(_ text: Substring) -> [String] {
        text.matches(of: /\([^)]*\)/).map { String($0.output) }
    }

    @Test func `the programs come back from the source`() throws {
        let programs = try ELFObject(bytes: CompiledObject.twoPrograms.get()).programs()
        let text = GeneratedSource.render(programs)
        #expect(try read(text) == programs.map(Read.init))
        #expect(try read(text)[0].maps.count == 3)
        #expect(try read(text)[1].numbers.count == 1)
    }

    @Test func `the source is Swift that compiles`() throws {
        let programs = try ELFObject(bytes: CompiledObject.twoPrograms.get()).programs()
        let folder = try TemporaryFolder()
        for (name, list) in [("none.swift", []), ("two.swift", programs)] {
            let file = folder.file(name)
            let text = GeneratedSource.render(list)
            try text.write(to: file, atomically: true, encoding: .utf8)
            let swiftc = try CompiledObject.toolchain.get().swiftc
            try Toolchain.run(swiftc, ["-typecheck", "-warnings-as-errors", file.path()])
        }
    }
}
