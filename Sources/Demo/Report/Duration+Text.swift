extension Duration {
    /// The duration in whole milliseconds, for a person.
    var inMilliseconds: String {
        let (seconds, attoseconds) = components
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }
}
