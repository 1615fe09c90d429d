import Glibc
import NIOCore
import NIOPosix

/// A thread that gives way to every other: for work that must be done, but that nobody waits for.
///
/// Actors run on it. From a processor that probes and plans want the scheduler gives a thread of
/// niceness 10 about a tenth (`sched(7)`), of one that is idle all.
final class BackgroundThread: Sendable {
    private let loop: any EventLoop

    private static let niceness: Int32 = 10

    /// Starts a thread, which stays as long as the process.
    init() {
        loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        // In Linux, of the calling thread alone. Where it is refused the work is done all the same.
        loop.execute { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness) }
    }

    /// What an actor runs on that keeps the thread.
    var executor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }
}
