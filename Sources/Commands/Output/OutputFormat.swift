import ArgumentParser

/// How a command prints what it found.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, yaml, tsv
}

/// The option that chooses the format.
struct OutputOption: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "table, json, yaml or tsv (no header).",
            discussion: "There is no --query: give -o json to jq, or -o tsv to cut and awk.",
            valueName: "format"
        )
    )
    var format = OutputFormat.table

    /// Prints values as rows of the columns, or whole.
    func print(_ value: Printed, _ columns: [Column]) throws {
        Swift.print(try text(value, columns), terminator: "")
    }

    /// What `print` prints, with its last end of line.
    func text(_ value: Printed, _ columns: [Column]) throws -> String {
        switch format {
        case .table: TableOutput.table(value.rows, columns)
        case .tsv: TableOutput.tsv(value.rows, columns)
        case .json: JSONOutput.pretty(value.whole) + "\n"
        case .yaml: try YAMLOutput.text(value.whole)
        }
    }
}
