import Synchronization

/// Something that is set once, by one thread for another.
final class Flag: Sendable {
    private let value = Atomic(false)

    /// Whether it was set.
    var isSet: Bool { value.load(ordering: .relaxed) }

    /// Sets it.
    func set() { value.store(true, ordering: .relaxed) }
}
