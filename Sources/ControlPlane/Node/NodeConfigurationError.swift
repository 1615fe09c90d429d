/// Why a node file cannot be used.
public enum NodeConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be read or is not YAML.
    case unreadable(file: String, reason: String)
    /// The file has a key that does not exist; those that do are listed.
    case unknown(key: String, file: String, known: [String])
    /// A key that has no default is not there.
    case missing(key: String, file: String, example: String)
    /// A value is not of the form that the key takes.
    case invalid(key: String, value: String, file: String, expected: String)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "cannot read node file \(file): \(reason)"
        case .unknown(let key, let file, let known):
            "node file \(file) has '\(key)', which is no key; the keys are "
                + known.joined(separator: ", ")
        case .missing(let key, let file, let example):
            "node file \(file) has no '\(key)'; write for example '\(key): \(example)'"
        case .invalid(let key, let value, let file, let expected):
            "node file \(file): '\(key)' is '\(value)', expected \(expected)"
        }
    }
}
