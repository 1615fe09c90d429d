/// Why the database did not do what was asked; it is then as it was before.
public enum StoreError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be opened, or its schema cannot be brought up to date.
    case unusable(path: String, reason: String)
    /// SQLite refused a transaction.
    case failed(reason: String)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unusable(let path, let reason):
            "cannot use the database \(path): \(reason); check that its folder can be written, or "
                + "move the file away and import an export"
        case .failed(let reason): "the database refused the change, and is as before: \(reason)"
        }
    }
}
