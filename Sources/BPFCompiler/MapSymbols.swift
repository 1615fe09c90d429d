import Foundation
import Tables

/// The symbols that stand for maps in the packet program, made from the maps' declarations.
public struct MapSymbols: Sendable {
    /// The folder of the C module that declares the symbols.
    public let module: URL
    /// The Swift file that gives each declaration its symbol.
    public let conformances: URL

    /// The prefix of every map's symbol; the rest is the map's name.
    public static let prefix = "apus_map_"

    /// Writes the C module and the Swift file.
    public static func write(_ maps: [MapSpecification], to work: URL) throws -> MapSymbols {
        let module = work.appending(path: "MapSymbols")
        try FileManager.default.createDirectory(at: module, withIntermediateDirectories: true)
        let moduleMap = "module MapSymbols { header \"map_symbols.h\" export * }\n"
        try write(moduleMap, module.appending(path: "module.modulemap"))
        try write(header(maps), module.appending(path: "map_symbols.h"))
        let conformances = work.appending(path: "KernelMaps.swift")
        try write(swift(maps), conformances)
        return MapSymbols(module: module, conformances: conformances)
    }

    /// The C declarations: one external symbol a map, and its address.
    static func header(_ maps: [MapSpecification]) -> String {
        let lines = maps.map { map in
            let symbol = prefix + map.name
            return """
                extern char \(symbol)[];
                static inline __attribute__((always_inline)) void *\(symbol)_address(void) {
                    return \(symbol);
                }
                """
        }
        return (["#pragma once"] + lines).joined(separator: "\n") + "\n"
    }

    /// The Swift conformances of the declarations to the packet program's `KernelMap`.
    static func swift(_ maps: [MapSpecification]) -> String {
        let extensions = maps.map { map in
            """
            extension \(String(describing: map.declaration)): KernelMap {
                @inline(__always)
                static var symbol: UnsafeMutableRawPointer { \(prefix)\(map.name)_address() }
            }
            """
        }
        return (["import MapSymbols", "import Tables"] + extensions).joined(separator: "\n") + "\n"
    }

    private static func write(_ text: String, _ file: URL) throws {
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
}
