/// What has been changed on a guest and not been undone, oldest first.
public struct GuestRecord: Hashable, Sendable, Codable {
    /// The version of the format; others are refused.
    public static let presentVersion = 1

    /// The version of the format.
    public private(set) var version = presentVersion
    /// The changes, at most one for each subject.
    public private(set) var changes: [GuestChange] = []

    /// Makes a record without changes.
    public init() {}

    /// Whether the guest is as it was found.
    public var isEmpty: Bool { changes.isEmpty }

    /// Takes up a change that is about to be made.
    ///
    /// A second change of a subject becomes one with the first, which knows what was there before.
    public mutating func add(_ change: GuestChange) {
        guard let index = changes.firstIndex(where: { $0.subject == change.subject }) else {
            changes.append(change)
            return
        }
        switch (changes[index], change) {
        case (.set(let path, _, let before), .set(_, let value, _)):
            replace(index, value == before ? nil : .set(path: path, value: value, before: before))
        case (.write(let path, _, let before), .write(_, let contents, _)):
            let isBack = contents == before
            replace(
                index,
                isBack ? nil : .write(path: path, contents: contents, before: before)
            )
        default:
            if changes[index].inverse == change { changes.remove(at: index) }
        }
    }

    /// Drops changes that will never be undone.
    public mutating func forget(_ abandoned: [GuestChange]) {
        changes.removeAll(where: abandoned.contains)
    }

    private mutating func replace(_ index: Int, _ change: GuestChange?) {
        if let change {
            changes[index] = change
        } else {
            changes.remove(at: index)
        }
    }
}
