import ControlPlane
import Foundation
import Testing

/// One daemon a state folder.
@Suite struct StateLockTests {
    @Test func `a second daemon is refused until the first has ended`() throws {
        let folder = try TemporaryFolder()
        var first: StateLock? = try StateLock(state: folder.path)
        #expect(throws: StateLockError.taken(folder: folder.path)) {
            try StateLock(state: folder.path)
        }
        withExtendedLifetime(first) {}
        first = nil
        #expect(throws: Never.self) { try StateLock(state: folder.path) }
    }

    @Test func `a child that has a copy of the lock for a moment does not keep it`() throws {
        let folder = try TemporaryFolder()
        var first: StateLock? = try StateLock(state: folder.path)
        // As a child has that was forked, until it runs its program.
        let copy = dup(try descriptor(of: "\(folder.path)/apusd.lock"))
        try #require(copy >= 0)
        defer { close(copy) }
        withExtendedLifetime(first) {}
        first = nil
        #expect(throws: Never.self) { try StateLock(state: folder.path) }
    }

    /// The descriptor that this process has of a file.
    private func descriptor(of path: String) throws -> Int32 {
        let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let name = names.first { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/fd/\(name)"
            )
            return target == path
        }
        return try #require(name.flatMap { Int32($0) })
    }

    @Test func `a folder that is not there is named`() throws {
        let error = try #require(
            #expect(throws: StateLockError.self) { try StateLock(state: "/nowhere/at/all") }
        )
        #expect("\(error)".contains("/nowhere/at/all/apusd.lock"))
    }
}
