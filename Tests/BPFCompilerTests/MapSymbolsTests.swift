import BPFCompiler
import Foundation
import Tables
import Testing

struct MapSymbolsTests {
    private func written() throws -> (header: String, moduleMap: String, swift: String) {
        let folder = try TemporaryFolder()
        let symbols = try MapSymbols.write(MapCatalog.all, to: folder.url)
        func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
        return (
            try text(symbols.module.appending(path: "map_symbols.h")),
            try text(symbols.module.appending(path: "module.modulemap")),
            try text(symbols.conformances)
        )
    }

    @Test func `every map has a symbol, its address and a conformance`() throws {
        let files = try written()
        #expect(files.moduleMap.contains("module MapSymbols"))
        #expect(files.swift.hasPrefix("import MapSymbols\nimport Tables\n"))
        for map in MapCatalog.all {
            let symbol = "apus_map_\(map.name)"
            #expect(files.header.contains("extern char \(symbol)[];"))
            #expect(files.header.contains("*\(symbol)_address(void)"))
            #expect(files.swift.contains("extension \(map.declaration): KernelMap {"))
            #expect(files.swift.contains("{ \(symbol)_address() }"))
        }
        let count = files.swift.split(separator: "extension ").count - 1
        #expect(count == MapCatalog.all.count)
    }

    @Test func `the header is C that loads each map by a relocation`() throws {
        let calls = MapCatalog.all.map { "apus_map_\($0.name)_address() == context" }
        let bytes = try CompiledObject.compile(
            """
            \(try written().header)
            __attribute__((section("xdp"))) int all(void *context) {
                return \(calls.joined(separator: " || "));
            }
            """
        )
        let program = try ELFObject(bytes: bytes).programs()[0]
        let names = Set(program.mapReferences.map(\.name))
        #expect(names == Set(MapCatalog.all.map(\.name)))
    }

    @Test func `writing again leaves the same text`() throws {
        let first = try written()
        let second = try written()
        #expect(first == second)
    }
}
