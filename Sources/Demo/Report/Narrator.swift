import Foundation

/// Where the demo tells what it does, line by line.
public struct Narrator: Sendable {
    private let write: @Sendable (String) -> Void

    /// Makes a narrator that hands each line over, without a newline.
    public init(_ write: @escaping @Sendable (String) -> Void) {
        self.write = write
    }

    /// Writes to standard output, each line at once.
    ///
    /// Nothing happens when the reader has gone: the demo still has to take its lab down.
    public static let standardOutput = Narrator { line in
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Tells nobody.
    public static let silent = Narrator { _ in }

    /// Tells one line, or several when the text has newlines.
    public func line(_ text: String = "") {
        write(text)
    }

    /// Begins a part of the demo.
    func title(_ text: String) {
        line()
        line(text)
    }

    /// Tells a table: columns of text to the left, columns of numbers to the right.
    func table(_ header: [String], _ rows: [[String]]) {
        let columns = header.indices
        let widths = columns.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        let areNumbers = columns.map { column in
            !rows.isEmpty && rows.allSatisfy { Double($0[column]) != nil }
        }
        for row in [header] + rows {
            let cells = columns.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return areNumbers[column] ? padding + row[column] : row[column] + padding
            }
            let text = "  " + cells.joined(separator: "  ")
            line(String(text.reversed().drop { $0 == " " }.reversed()))
        }
    }
}
