import BPFCompiler
import Foundation

/// Objects that the toolchain's own clang makes of a few lines of C.
enum CompiledObject {
    /// The toolchain that the tests were built with.
    static let toolchain = Result {
        try Toolchain.locate(environment: ProcessInfo.processInfo.environment)
    }

    /// Two programs that share a section; one uses two maps, one of them twice, the other a number.
    static let twoPrograms = Result {
        try compile(
            """
            extern char apus_map_first[];
            extern char apus_map_second[];
            extern char apus_number_third[] __attribute__((weak));
            static void *(*const lookup)(void *, void *) = (void *)1;

            __attribute__((section("xdp"))) int zulu(void *context) {
                return apus_number_third ? 2 : 1;
            }

            __attribute__((section("xdp"))) int alpha(void *context) {
                int key = 0;
                if (lookup(apus_map_first, &key)) return 1;
                if (lookup(apus_map_second, &key)) return 2;
                return lookup(apus_map_first, &key) ? 3 : 4;
            }
            """
        )
    }

    /// The bytes of the object that some C makes.
    static func compile(_ text: String) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let source = folder.file("program.c")
        let object = folder.file("program.o")
        try text.write(to: source, atomically: true, encoding: .utf8)
        try Toolchain.run(
            toolchain.get().clang,
            ["-target", "bpfel", "-mcpu=v3", "-O2", "-c", source.path(), "-o", object.path()]
        )
        return Array(try Data(contentsOf: object))
    }
}

/// A folder that goes when nothing refers to it any more.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        let name = "apus-compiler-tests-\(UUID().uuidString)"
        url = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func file(_ name: String) -> URL { url.appending(path: name) }

    /// Writes a file that may be executed.
    func makeTool(_ name: String, _ script: String) throws -> URL {
        let tool = file(name)
        try FileManager.default.createDirectory(
            at: tool.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try "#!/bin/sh\n\(script)\n".write(to: tool, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.path())
        return tool
    }
}
