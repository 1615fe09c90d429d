import Testing

/// How pages are read, and what is refused in them.
struct PageTests {
    @Test func `blocks and comments say what is run where`() throws {
        let page = try Page(
            """
            Text with `ip address` and `ss -l`.

            ```sh guest client
            # a comment
            ip address \\
                show

            true
            ```
            ```console node eventually
            $ apus status
            one
            two
            $ true
            ```
            <!-- run guest
            nft flush ruleset
            -->
            <!-- doctor -->
            ```text syn
            a
            ```
            ```console windows
            netsh
            ```
            """
        )
        #expect(page.spans.map(\.text) == ["ip address", "ss -l"])
        let shown = page.parts[1]
        guard case .commands(let commands, ["node"], line: 10) = shown else {
            Issue.record("\(shown)")
            return
        }
        #expect(commands.map(\.text) == ["apus status", "true"])
        #expect(commands.map(\.output) == [["one", "two"], []])
        #expect(commands.allSatisfy(\.isAwaited) && !page.commands[0].isAwaited)
        #expect(
            page.commands.map(\.text) == [
                "ip address \\\n    show", "true", "apus status", "true", "nft flush ruleset",
            ]
        )
        #expect(page.parts.last == .windows("netsh\n", line: 23))
        #expect(page.listing("syn") == "a\n")
        #expect(page.listing("other") == nil)
    }

    @Test(arguments: [
        ("```sh elsewhere\ntrue\n```", "there is no machine 'elsewhere'"),
        ("```sh\ntrue\n```", "no machine is named"),
        ("```console guest windows\n$ true\n```", "there is no machine 'windows'"),
        ("```\ntrue\n```", "'' is not a known language"),
        ("```bash guest\ntrue\n```", "'bash' is not a known language"),
        ("```sh guest\ntrue", "no line '```' ends this"),
        ("<!-- run guest\ntrue", "no line '-->' ends this"),
        ("<!-- run router\ntrue\n-->", "there is no machine 'router'"),
        ("```console guest\ntrue\n```", "output of no command"),
        ("```console eventually\n$ true\n```", "no machine is named"),
        ("```json guest\n{}\n```", "the file has no name"),
        ("```json a.json\n{}\n```", "no machine is named"),
    ])
    func `what cannot be run is refused`(text: String, problem: String) {
        #expect {
            try Page(text)
        } throws: {
            ($0 as? PageError)?.problem == problem
        }
    }

    private func accepts(_ shown: [String], _ printed: String) -> Bool {
        var command = PageCommand("true", line: 1)
        command.output = shown
        return command.accepts(printed)
    }

    @Test func `an output is compared line by line`() {
        #expect(accepts(["one", "two"], "one\ntwo\n"))
        #expect(accepts(["one"], "one  \n"), "blanks at the end are not seen")
        #expect(accepts([], "anything\n"))
        #expect(!accepts(["one"], "one\ntwo\n"))
        #expect(!accepts(["one", "two"], "one\n"))
        #expect(!accepts(["one"], ""))
        #expect(!accepts(["one"], " one\n"))
    }

    @Test func `an ellipsis stands for what is different each time`() {
        #expect(accepts(["a … c"], "a b c\n"))
        #expect(accepts(["a…"], "a\n"))
        #expect(accepts(["…", "end"], "one\ntwo\nend\n"))
        #expect(accepts(["begin", "…"], "begin\n"))
        #expect(!accepts(["a … c"], "a b d\n"))
        #expect(!accepts(["a … c"], "a b c d\n"))
        #expect(!accepts(["…", "end"], "one\nend of two\n"))
    }

    private static let rows = """
        byte  field   | one   | two
        0   to      | 01 02 | [01 03]
        2 ~ number  | 0a    | 0a

        """

    @Test func `frames are read from their table`() throws {
        let table = try FrameTable(Self.rows)
        #expect(table.frames == [[1, 2, 10], [1, 3, 10]])
        #expect(table.marked(1) == ["to"])
        #expect(table.differences([1, 2, 10], [1, 2, 11]) == ["number"])
        #expect(table.differences([1, 2, 10], [1, 2, 11], variableToo: false) == [])
        #expect(table.differences([1, 2, 10], [1, 2, 10, 0]) == ["length"])
        let again = try FrameTable(table.text(of: [[1, 2, 10], [9, 2, 10]]))
        #expect(again.frames == [[1, 2, 10], [9, 2, 10]])
        #expect(again.marked(1) == ["to"] && again.fields[1].isVariable)
    }

    @Test(arguments: [
        "byte\n1 to | 01", "byte\n0 to | 1", "byte\n0 to", "byte\n0 to | 01 | 01 02",
        "byte\n0 to | 01\n2 next | 01", "byte\n0 to | xx",
    ])
    func `a table that is none is refused`(text: String) {
        #expect(throws: PageError.self) { try FrameTable(text) }
    }
}
