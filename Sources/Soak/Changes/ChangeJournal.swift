/// When each step was made, so that a violation can be put down to what came before it.
package struct ChangeJournal: Sendable {
    /// A step and the time that it took, in nanoseconds of the soak's clock.
    package struct Entry: Hashable, Sendable {
        /// Which step of the soak it was, from 1.
        package let number: Int
        package let step: SoakStep
        package let began: UInt64
        package var ended: UInt64?
    }

    /// The steps in the order of their beginning.
    package private(set) var entries: [Entry] = []
    /// Slots that were unsettled when a rest began, and those left when it ended.
    package private(set) var rests: [(before: Int, after: Int)] = []
    /// How often each kind was done.
    package private(set) var counts: [ChangeKind: Int] = [:]

    package init() {}

    /// A step begins.
    package mutating func begin(_ step: SoakStep, at time: UInt64) {
        let number = entries.count + 1
        entries.append(Entry(number: number, step: step, began: time, ended: nil))
    }

    /// The step that began last has been made.
    package mutating func end(at time: UInt64) {
        guard !entries.isEmpty else { return }
        entries[entries.count - 1].ended = time
    }

    /// Something was done.
    package mutating func count(_ kind: ChangeKind, _ more: Int = 1) {
        counts[kind, default: 0] += more
    }

    /// A rest came to its end.
    package mutating func noteRest(unsettledBefore before: Int, after: Int) {
        count(.rest)
        rests.append((before, after))
    }

    /// Changes of the configuration that were made.
    package var configurationChanges: Int {
        counts.reduce(0) { $0 + ($1.key.isConfigurationChange ? $1.value : 0) }
    }

    /// The steps that a period meets, and the last one before it.
    package func entries(from: UInt64, to: UInt64) -> ArraySlice<Entry> {
        let end = entries.firstIndex { $0.began > to } ?? entries.count
        let start = entries[..<end].lastIndex { $0.began <= from } ?? 0
        return entries[min(start, end)..<end]
    }

    /// What a violation in a period is put down to, in words.
    package func explanation(from: UInt64, to: UInt64) -> String {
        let found = entries(from: from, to: to)
        guard let last = found.last else { return "before the first change" }
        let text = found.suffix(4).map { "step \($0.number) (\($0.step))" }.joined(separator: "; ")
        let running = last.ended.map { $0 >= to } ?? true
        return (running ? "during " : "after ") + text
    }
}
