import Foundation
import Synchronization

/// Calls that mostly wait, all at the same time.
enum Parallel {
    /// The results of a body for every item, in the items' order; throws the first error.
    static func map<Item: Sendable, Output: Sendable>(
        _ items: [Item],
        _ body: @escaping @Sendable (Item) throws -> Output
    ) throws -> [Output] {
        let results = Results<Output>()
        let group = DispatchGroup()
        for (index, item) in items.enumerated() {
            group.enter()
            // Threads, because a queue has no more of them than the machine has processors.
            Thread.detachNewThread {
                results.set(Result { try body(item) }, at: index)
                group.leave()
            }
        }
        group.wait()
        return try results.inOrder()
    }

    private final class Results<Output: Sendable>: Sendable {
        private let found = Mutex<[Int: Result<Output, any Error>]>([:])

        func set(_ result: Result<Output, any Error>, at index: Int) {
            found.withLock { $0[index] = result }
        }

        func inOrder() throws -> [Output] {
            let all = found.withLock { $0 }
            return try all.sorted { $0.key < $1.key }.map { try $0.value.get() }
        }
    }
}
