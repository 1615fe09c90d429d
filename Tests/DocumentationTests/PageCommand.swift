/// A command of a page, and what the page says that it prints.
struct PageCommand: Equatable {
    /// The command, as a shell takes it.
    var text: String
    /// The lines that it prints on standard output; none where the page does not show them.
    var output: [String] = []
    /// Whether it is run again until it prints that, as what is found out by asking comes later.
    var isAwaited = false
    /// The page's line.
    let line: Int

    init(_ text: String, line: Int) {
        self.text = text
        self.line = line
    }

    /// Whether the next line belongs to the command.
    var isOpen: Bool { output.isEmpty && text.hasSuffix("\\") }

    /// Whether it changes what the daemon carries out, which takes it a moment.
    var changesConfiguration: Bool {
        let words = text.split(separator: " ")
        return words.first == "apus"
            && words.prefix(3).contains { ["apply", "create", "delete", "update"].contains($0) }
    }

    /// Whether what was printed is what the page shows.
    ///
    /// `…` stands for any text in a line, and alone on a line for any lines.
    func accepts(_ printed: String) -> Bool {
        if output.isEmpty { return true }
        let lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
        let ended = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
        return Self.match(output[...].map(Self.trimmed)[...], ended.map { Self.trimmed($0) }[...]) {
            $0 == "…"
        } same: {
            let pieces = $0.split(separator: "…", omittingEmptySubsequences: false)
            return Self.match(Self.units(pieces)[...], Array($1)[...]) {
                $0 == nil
            } same: {
                $0 == $1
            }
        }
    }

    private static func trimmed(_ line: some StringProtocol) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// The characters of a line, and `nil` between its pieces.
    private static func units(_ pieces: [Substring]) -> [Character?] {
        Array(pieces.map { piece in piece.map { Character?.some($0) } }.joined(separator: [nil]))
    }

    /// Whether a pattern covers all of a text; some of its elements stand for any number.
    private static func match<Pattern, Text>(
        _ pattern: ArraySlice<Pattern>,
        _ text: ArraySlice<Text>,
        isAny: (Pattern) -> Bool,
        same: (Pattern, Text) -> Bool
    ) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if isAny(first) {
            return (text.startIndex...text.endIndex).contains {
                match(pattern.dropFirst(), text[$0...], isAny: isAny, same: same)
            }
        }
        guard let next = text.first, same(first, next) else { return false }
        return match(pattern.dropFirst(), text.dropFirst(), isAny: isAny, same: same)
    }
}
