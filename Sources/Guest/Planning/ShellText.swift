/// A command as one types it into a shell (POSIX shell, quoting).
enum ShellText {
    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@%+,"
    )

    /// The words divided by spaces, in single quotes where a shell would change them.
    static func text(_ words: [String]) -> String {
        words.map { word in
            if !word.isEmpty, word.allSatisfy(plain.contains) { return word }
            return "'" + word.replacing("'", with: #"'\''"#) + "'"
        }.joined(separator: " ")
    }
}
