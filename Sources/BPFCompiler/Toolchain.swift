import Foundation

/// The Swift compiler and the clang beside it, whose LLVM has the BPF backend.
public struct Toolchain: Sendable {
    /// The Swift compiler.
    public let swiftc: URL
    /// The C compiler of the same toolchain.
    public let clang: URL

    /// Finds the toolchain through `SWIFT_EXEC` or `PATH`.
    public static func locate(environment: [String: String]) throws(CompilerError) -> Toolchain {
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let named = environment["SWIFT_EXEC"].map { [$0] } ?? []
        let candidates = named + folders.map { $0 + "/swiftc" }
        let files = FileManager.default
        guard let path = candidates.first(where: { files.isExecutableFile(atPath: $0) }) else {
            throw .toolMissing("swiftc")
        }
        let swiftc = URL(filePath: path)
        // The name swiftc is a link to the driver; its folder, not its target's name, has clang.
        let folder = swiftc.resolvingSymlinksInPath().deletingLastPathComponent()
        let clang = folder.appending(path: "clang")
        guard files.isExecutableFile(atPath: clang.path()) else { throw .toolMissing("clang") }
        return Toolchain(swiftc: swiftc, clang: clang)
    }

    /// Runs a tool to its end.
    public static func run(_ tool: URL, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw CompilerError.toolFailed(
                tool: tool.lastPathComponent,
                output: String(decoding: output, as: UTF8.self)
            )
        }
    }
}
