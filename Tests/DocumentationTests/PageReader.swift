/// Reads a page line by line.
struct PageReader {
    private(set) var parts: [Page.Part] = []
    private(set) var spans: [(text: String, line: Int)] = []
    private let lines: [String]
    private var next = 0

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Reads everything.
    mutating func read() throws {
        while next < lines.count {
            let line = lines[next]
            let number = next + 1
            next += 1
            if line.hasPrefix("```") {
                let words = line.dropFirst(3).split(separator: " ").map(String.init)
                try add(words, contents(until: "```", from: number), line: number)
            } else if line.hasPrefix("<!-- run ") {
                let words = line.dropFirst(9).split(separator: " ").map(String.init)
                try add(["sh"] + words, contents(until: "-->", from: number), line: number)
            } else {
                let pieces = line.split(separator: "`", omittingEmptySubsequences: false)
                // Between the backquotes stands every second piece.
                for index in stride(from: 1, to: pieces.count, by: 2) {
                    spans.append((String(pieces[index]), number))
                }
            }
        }
    }

    private mutating func contents(until end: String, from start: Int) throws -> [String] {
        var contents: [String] = []
        while next < lines.count, lines[next] != end {
            contents.append(lines[next])
            next += 1
        }
        guard next < lines.count else {
            throw PageError(line: start, problem: "no line '\(end)' ends this")
        }
        next += 1
        return contents
    }

    private mutating func add(_ words: [String], _ contents: [String], line: Int) throws {
        let text = contents.map { $0 + "\n" }.joined()
        let rest = Array(words.dropFirst())
        switch (words.first ?? "", rest) {
        case ("console", ["windows"]), ("powershell", ["windows"]):
            parts.append(.windows(text, line: line))
        case ("text", _):
            guard rest.count < 2 else { throw PageError(line: line, problem: "several names") }
            if let name = rest.first { parts.append(.listing(text, name: name, line: line)) }
        case ("json", _), ("yaml", _):
            guard let name = rest.last, name.contains(".") else {
                throw PageError(line: line, problem: "the file has no name")
            }
            let machines = try machines(rest.dropLast(), line)
            parts.append(.file(text, name: name, machines: machines, line: line))
        case ("sh", _):
            let commands = Self.joined(contents, line).map { PageCommand($0, line: $1) }
            parts.append(.commands(commands, machines: try machines(rest, line), line: line))
        case ("console", _):
            var commands = try Self.transcript(contents, line)
            let isAwaited = rest.last == "eventually"
            for index in commands.indices { commands[index].isAwaited = isAwaited }
            let machines = try machines(isAwaited ? rest.dropLast() : rest[...], line)
            parts.append(.commands(commands, machines: machines, line: line))
        default:
            throw PageError(line: line, problem: "'\(words.first ?? "")' is not a known language")
        }
    }

    private func machines(_ words: some Sequence<String>, _ line: Int) throws -> [String] {
        let names = Array(words)
        guard !names.isEmpty else { throw PageError(line: line, problem: "no machine is named") }
        for name in names where !Page.machines.contains(name) {
            throw PageError(line: line, problem: "there is no machine '\(name)'")
        }
        return names
    }

    /// Commands, one a line; a backslash at the end leads on.
    private static func joined(_ lines: [String], _ start: Int) -> [(String, Int)] {
        var commands: [(String, Int)] = []
        var isOpen = false
        for (offset, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            if isOpen {
                commands[commands.count - 1].0 += "\n" + line
            } else if !line.hasPrefix("#") {
                commands.append((line, start + 1 + offset))
            }
            isOpen = line.hasSuffix("\\")
        }
        return commands
    }

    private static func transcript(_ lines: [String], _ start: Int) throws -> [PageCommand] {
        var commands: [PageCommand] = []
        for (offset, line) in lines.enumerated() {
            if line.hasPrefix("$ ") {
                commands.append(PageCommand(String(line.dropFirst(2)), line: start + 1 + offset))
            } else if commands.isEmpty {
                throw PageError(line: start + 1 + offset, problem: "output of no command")
            } else if commands[commands.count - 1].isOpen {
                commands[commands.count - 1].text += "\n" + line
            } else {
                commands[commands.count - 1].output.append(line)
            }
        }
        return commands
    }
}
