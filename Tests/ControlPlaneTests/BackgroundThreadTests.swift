import Glibc
import Testing

@testable import ControlPlane

struct BackgroundThreadTests {
    private actor Work {
        private let thread = BackgroundThread()
        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.executor }

        func niceness() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
    }

    @Test func `its work gives way to that of other threads, and theirs does not`() async {
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        #expect(await Work().niceness() == 10)
        #expect(own < 10)
    }
}
