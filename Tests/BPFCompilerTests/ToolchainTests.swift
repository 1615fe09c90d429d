import BPFCompiler
import Foundation
import Testing

struct ToolchainTests {
    @Test func `without a Swift compiler on PATH the error names it`() throws {
        let empty = try TemporaryFolder()
        for environment in [[:], ["PATH": ""], ["PATH": empty.url.path()]] {
            let error = #expect(throws: CompilerError.self) {
                try Toolchain.locate(environment: environment)
            }
            #expect(error == .toolMissing("swiftc"))
            #expect(error?.description.contains("PATH") == true)
        }
    }

    @Test func `a Swift compiler without clang beside it is refused`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.makeTool("swiftc", "exit 0")
        #expect(throws: CompilerError.toolMissing("clang")) {
            try Toolchain.locate(environment: ["PATH": folder.url.path()])
        }
    }

    @Test func `what may not be executed is no compiler`() throws {
        let folder = try TemporaryFolder()
        try "".write(to: folder.file("swiftc"), atomically: true, encoding: .utf8)
        #expect(throws: CompilerError.toolMissing("swiftc")) {
            try Toolchain.locate(environment: ["PATH": folder.url.path()])
        }
    }

    @Test func `the compiler that SWIFT_EXEC names goes before PATH`() throws {
        let folder = try TemporaryFolder()
        for place in ["named", "path"] {
            _ = try folder.makeTool("\(place)/swiftc", "exit 0")
            _ = try folder.makeTool("\(place)/clang", "exit 0")
        }
        let path = folder.file("path").path()
        let named = folder.file("named/swiftc").path()
        let found = try Toolchain.locate(environment: ["PATH": path, "SWIFT_EXEC": named])
        #expect(found.swiftc.path() == named)
        #expect(found.clang.path() == folder.file("named/clang").path())
        #expect(try Toolchain.locate(environment: ["PATH": path]).swiftc.path() == path + "/swiftc")
    }

    @Test func `clang is looked for beside the real compiler, not beside a link to it`() throws {
        let folder = try TemporaryFolder()
        let swiftc = try folder.makeTool("toolchain/swiftc", "exit 0")
        let clang = try folder.makeTool("toolchain/clang", "exit 0")
        let link = folder.file("swiftc")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: swiftc)
        let found = try Toolchain.locate(environment: ["PATH": folder.url.path()])
        #expect(found.clang.path() == clang.path())
    }

    @Test func `a tool that fails is named with what it printed`() throws {
        let folder = try TemporaryFolder()
        let tool = try folder.makeTool("swiftc", "echo to output; echo to errors >&2; exit 3")
        let error = #expect(throws: CompilerError.self) { try Toolchain.run(tool, []) }
        #expect(error == .toolFailed(tool: "swiftc", output: "to output\nto errors\n"))
        #expect(error?.description == "swiftc failed:\nto output\nto errors\n")
    }

    @Test func `a tool that prints much does not block`() throws {
        let folder = try TemporaryFolder()
        let tool = try folder.makeTool("swiftc", "head -c 1000000 /dev/zero; exit 0")
        try Toolchain.run(tool, [])
    }
}
