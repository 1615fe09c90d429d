import Foundation
import Tables

/// The way from Swift sources to BPF programs: Swift to LLVM IR, lowered, to a BPF object.
public struct Compilation: Sendable {
    /// The folder that holds one folder a module.
    public let sources: URL
    /// Where intermediate files go.
    public let work: URL
    /// The compilers.
    public let toolchain: Toolchain

    /// Prepares a compilation.
    public init(sources: URL, work: URL, toolchain: Toolchain) {
        self.sources = sources
        self.work = work
        self.toolchain = toolchain
    }

    /// The modules that the packet program imports, in the order of their dependencies.
    static let libraries = ["PacketFormats", "Tables", "Forwarding"]

    // riscv64 has BPF's data layout, and the toolchain has an Embedded standard library for it.
    private static let swiftFlags = [
        "-target", "riscv64-none-none-eabi", "-enable-experimental-feature", "Embedded",
        "-enable-experimental-feature", "SymbolLinkageMarkers", "-swift-version", "6",
        "-warnings-as-errors", "-wmo", "-O", "-parse-as-library", "-Xcc", "-fno-stack-protector",
    ]

    /// Compiles and reads the programs out of the object.
    public func run() throws -> [CompiledProgram] {
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        for library in Self.libraries { try compileLibrary(library) }
        let symbols = try MapSymbols.write(MapCatalog.all, to: work)
        let intermediate = work.appending(path: "DataPlane.ll")
        let kernelInterface = sources.appending(path: "DataPlane/include").path()
        let inputs = try swiftFiles("DataPlane") + [symbols.conformances.path()]
        try Toolchain.run(
            toolchain.swiftc,
            Self.swiftFlags + [
                "-module-name", "DataPlane", "-I", work.path(), "-I", kernelInterface,
                "-I", symbols.module.path(), "-emit-ir", "-o", intermediate.path(),
            ] + inputs
        )
        let lowered = work.appending(path: "DataPlane.bpf.ll")
        let text = try String(contentsOf: intermediate, encoding: .utf8)
        try IRLowering.lower(text).write(to: lowered, atomically: true, encoding: .utf8)
        let object = work.appending(path: "DataPlane.bpf.o")
        try Toolchain.run(
            toolchain.clang,
            [
                "-target", "bpfel", "-mcpu=v3", "-O2", "-Wno-override-module", "-c",
                lowered.path(), "-o", object.path(),
            ]
        )
        return try ELFObject(bytes: Array(Data(contentsOf: object))).programs()
    }

    private func compileLibrary(_ name: String) throws {
        let module = work.appending(path: "\(name).swiftmodule")
        try Toolchain.run(
            toolchain.swiftc,
            Self.swiftFlags + [
                "-module-name", name, "-I", work.path(), "-emit-module",
                "-emit-module-path", module.path(),
            ] + swiftFiles(name)
        )
    }

    private func swiftFiles(_ module: String) throws -> [String] {
        let folder = sources.appending(path: module)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
        return names.filter { $0.hasSuffix(".swift") }.map { folder.appending(path: $0).path() }
    }
}
