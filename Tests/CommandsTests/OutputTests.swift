import Resources
import Testing

@testable import Commands

/// What commands print, and what they make of documents.
struct OutputTests {
    private let rows: [JSONValue] = [
        .object([
            "name": .string("first"),
            "properties": .object([
                "port": .integer(80), "isOpen": .bool(true), "size": .number(1.5),
                "one": .object(["id": .string("/a/b/two")]),
                "many": .array([.object(["id": .string("/a/x")]), .object(["id": .string("/a/y")])]
                ),
            ]),
        ]),
        .object(["name": .string("a\tb\nc")]),
    ]
    private let columns = [
        Column("name", "name"), Column("port", "properties.port"),
        Column("open", "properties.isOpen"), .names("one", "properties.one"),
        .names("many", "properties.none", "properties.many"), .count("count", "properties.many"),
    ]

    @Test func `a table is as wide as its cells, and has no blanks at ends of lines`() {
        #expect(
            TableOutput.table(rows, columns) == """
                NAME   PORT  OPEN  ONE  MANY  COUNT
                first  80    true  two  x, y  2
                a b c                         0

                """
        )
        #expect(TableOutput.table([], columns) == "")
    }

    @Test func `every row of tab-separated values has every column`() {
        #expect(
            TableOutput.tsv(rows, columns) == "first\t80\ttrue\ttwo\tx, y\t2\na b c\t\t\t\t\t0\n"
        )
    }

    @Test func `YAML reads as the value that was written`() throws {
        let words = [
            "", "true", "no", "12", "1.5", "null", "~", "a: b", "# c", "- d", "x\ny", "192.0.2.1",
            "é",
            "2001:db8::1", " blank ", "0x10", "1e3",
        ]
        let value = JSONValue.object([
            "words": .array(words.map(JSONValue.string)),
            "numbers": .array([.integer(0), .integer(-5), .number(0.25), .bool(false), .null]),
            "empty": .object(["list": .array([]), "map": .object([:])]),
            "12": .string("a key that looks like a number"),
        ])
        let text = try YAMLOutput.text(value)
        #expect(try DocumentFile.documents(of: Array(text.utf8), named: "t") == [value])
    }

    @Test func `JSON has its members in order and slashes as they are`() {
        let value = JSONValue.object(["b": .string("/x"), "a": .array([.integer(1)])])
        #expect(JSONOutput.compact(value) == #"{"a":[1],"b":"/x"}"#)
    }

    @Test func `a difference names elements and shows both values`() {
        func state(_ rules: [(String, Int)]) -> JSONValue {
            .object([
                "id": .string("/x"), "name": .string("x"),
                "rules": .array(
                    rules.map { .object(["name": .string($0.0), "port": .integer($0.1)]) }
                ),
                "zones": .array([.string("1")]),
            ])
        }
        let before = state([("a", 1), ("b", 2)])
        // An element before the others makes nothing of them differ.
        let after = state([("new", 9), ("a", 1), ("b", 3)])
        #expect(
            PropertyDifference(before: before, after: after).lines == [
                "- rules[b].port: 2", "+ rules[b].port: 3", #"+ rules[new].name: "new""#,
                "+ rules[new].port: 9",
            ]
        )
        #expect(PropertyDifference(before: before, after: before).lines == [])
        #expect(PropertyDifference(before: before, after: .null).lines.count == 5)
    }

    @Test func `equal names in an array are told apart by place`() {
        func state(_ second: Int) -> JSONValue {
            .array([
                .object(["name": .string("a"), "port": .integer(1)]),
                .object(["name": .string("a"), "port": .integer(second)]),
            ])
        }
        let difference = PropertyDifference(before: state(2), after: state(3))
        #expect(difference.lines == ["- [1].port: 2", "+ [1].port: 3"])
    }
}
