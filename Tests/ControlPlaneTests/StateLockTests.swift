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

    @Test func `a folder that is not there is named`() throws {
        let error = try #require(
            #expect(throws: StateLockError.self) { try StateLock(state: "/nowhere/at/all") }
        )
        #expect("\(error)".contains("/nowhere/at/all/apusd.lock"))
    }
}
