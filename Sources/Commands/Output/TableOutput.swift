import Resources

/// Writes rows for people and for line-wise programs.
enum TableOutput {
    /// Columns as wide as they must be, two blanks between them; nothing for no rows.
    static func table(_ rows: [JSONValue], _ columns: [Column]) -> String {
        guard !rows.isEmpty else { return "" }
        let cells =
            [columns.map { $0.title.uppercased() }]
            + rows.map { row in columns.map { oneLine($0.text(row)) } }
        let widths = columns.indices.map { index in
            cells.reduce(0) { max($0, $1[index].count) }
        }
        return cells.map { row in
            var line = ""
            for (index, cell) in row.enumerated() {
                line += cell
                line += String(repeating: " ", count: widths[index] - cell.count + 2)
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// A line for each row, cells divided by tabs; a tab or an end of line in a cell is a blank.
    static func tsv(_ rows: [JSONValue], _ columns: [Column]) -> String {
        rows.map { row in
            columns.map { oneLine($0.text(row)) }.joined(separator: "\t") + "\n"
        }.joined()
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
