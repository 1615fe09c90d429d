import Resources
import Testing

@testable import Commands

/// How documents are read from JSON and YAML.
struct DocumentFileTests {
    private func read(_ text: String) throws -> [JSONValue] {
        try DocumentFile.documents(of: Array(text.utf8), named: "file.yaml")
    }

    @Test func `words of YAML are what its core schema says`() throws {
        let text = """
            a: yes
            b: true
            c: 080
            d: "80"
            e: !!str 80
            f: 1.50
            g: 1:30
            h: 2001-01-01
            i:
            j: '~'
            """
        #expect(
            try read(text) == [
                .object([
                    "a": .string("yes"), "b": .bool(true), "c": .integer(80), "d": .string("80"),
                    "e": .string("80"), "f": .number(1.5), "g": .string("1:30"),
                    "h": .string("2001-01-01"), "i": .null, "j": .string("~"),
                ])
            ]
        )
    }

    @Test func `YAML of several documents has them all, and empty ones are none`() throws {
        #expect(try read("---\nid: a\n---\n---\nid: b\n").count == 2)
        let merged = try DocumentFile.merged(
            try read("id: a\n---\n- id: b\n- id: c\n---\nvalue:\n- id: d\n")
        )
        #expect(merged.elements.compactMap { $0["id"]?.stringValue } == ["a", "b", "c", "d"])
    }

    @Test func `a template among documents makes all of them a template's resources`() throws {
        let merged = try DocumentFile.merged(
            try read("id: a\n---\nresources:\n  one: {id: b}\n  two: {id: c}\n")
        )
        let resources = merged["resources"]?.elements ?? []
        #expect(resources.compactMap { $0["id"]?.stringValue } == ["a", "b", "c"])
    }

    @Test func `an alias is followed, and one that grows without end is refused`() throws {
        #expect(
            try read("a: &x {b: 1}\nc: *x\n") == [
                .object(["a": .object(["b": .integer(1)]), "c": .object(["b": .integer(1)])])
            ]
        )
        var text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
            text += "l\(level): &l\(level) [\(aliases)]\n"
        }
        let error = try #require(throws: DocumentFileError.self) { try read(text) }
        #expect(error.description.contains("too many values"))
        #expect(error.description.hasPrefix("file.yaml: "))
    }

    @Test(arguments: ["{\"a\": ", "a: [1\n", "a: 1\na: 2\n", "? [x]\n: 1\n"])
    func `what cannot be read is named with its file`(text: String) throws {
        let error = try #require(throws: DocumentFileError.self) { try read(text) }
        #expect(error.file == "file.yaml")
    }

    @Test func `no document at all is an error`() {
        #expect(throws: DocumentFileError.self) { try DocumentFile.merged([]) }
    }
}
