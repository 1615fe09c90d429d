import Resources
import Testing

struct DocumentErrorTests {
    private func balancer(rule: String) -> String {
        """
        {"id": "\(id("loadBalancers", "lb"))", "type": "Microsoft.Network/loadBalancers",
         "properties": {"loadBalancingRules": [
           {"name": "good", "properties": {"protocol": "Tcp", "frontendPort": 80}}, \(rule)]}}
        """
    }

    @Test func `an error names the file, the path and what was expected`() throws {
        let text = balancer(
            rule: #"{"name": "r", "properties": {"protocol": "Tcp", "frontendPort": "http"}}"#
        )
        #expect(
            problem(text)?.description == """
                0.json: properties.loadBalancingRules[1].properties.frontendPort: expected an \
                integer, found "http"
                """
        )
    }

    @Test(arguments: [
        (#"{"name": "r", "protocol": "Icmp", "frontendPort": 1}"#, "protocol", "one of \"Tcp\""),
        (#"{"name": "r", "frontendPort": 1}"#, "protocol", "absent"),
        (#"{"name": "r", "protocol": "Tcp"}"#, "frontendPort", "absent"),
        (#"{"protocol": "Tcp", "frontendPort": 1}"#, "name", "absent"),
        (#"{"name": "r", "protocol": "Tcp", "frontendPort": 1.5}"#, "frontendPort", "found 1.5"),
        (#"{"name": "r", "protocol": "Tcp", "frontendPort": true}"#, "frontendPort", "found true"),
        (
            #"{"name": "r", "protocol": "Tcp", "frontendPort": 1, "enableFloatingIP": 1}"#,
            "enableFloatingIP", "true or false"
        ),
        (
            #"{"name": "r", "protocol": "Tcp", "frontendPort": 1, "probe": "p"}"#,
            "probe", "an object"
        ),
        (
            #"{"name": "r", "protocol": "Tcp", "frontendPort": 1, "probe": {"id": "p"}}"#,
            "probe.id", "a resource id"
        ),
        (
            #"{"name": "r", "protocol": "Tcp", "frontendPort": 1, "backendAddressPools": {}}"#,
            "backendAddressPools", "an array"
        ),
    ])
    func `each member says what it should be`(rule: String, member: String, words: String) throws {
        let error = try #require(problem(balancer(rule: rule)))
        #expect(error.path.description == "properties.loadBalancingRules[1].\(member)")
        #expect(error.problem.contains(words))
    }

    @Test func `paths of arrays, lists and templates begin with the element`() throws {
        let broken =
            #"{"type": "Microsoft.Network/publicIPAddresses", "name": "p", "ipAddress": "x"}"#
        #expect(problem("[\(broken)]")?.path.description == "[0].ipAddress")
        #expect(problem(#"{"value": [\#(broken)]}"#)?.path.description == "value[0].ipAddress")
        #expect(
            problem(#"{"resources": [\#(broken)]}"#)?.path.description == "resources[0].ipAddress"
        )
    }

    @Test(arguments: ["", "{", "[1 2]", "nonsense", #"{"a": 1 "b": 2}"#])
    func `text that is not JSON is refused`(text: String) throws {
        #expect(try #require(problem(text)).problem.hasPrefix("expected JSON: "))
    }

    @Test func `an error in the text names its line`() throws {
        let error = try #require(problem("{\n\"type\": \"x\",\n\"name\" 1}"))
        #expect(error.problem.hasSuffix("at line 3, column 8"))
    }

    @Test(arguments: ["1", "\"text\"", "null", "{}", #"{"name": "lb"}"#, "[[]]", "[1]"])
    func `JSON that is no resource is refused`(text: String) {
        #expect(problem(text) != nil)
    }

    @Test func `an empty array is a document without resources`() throws {
        #expect(try inventory(["[]"]) == ResourceInventory())
    }

    @Test func `a document has at most 16 MiB`() throws {
        let limit = ResourceDocument.maximumSize
        #expect(limit == 16 * 1024 * 1024)
        let fits = "[]" + String(repeating: " ", count: limit - 2)
        #expect(problem(fits) == nil)
        let error = try #require(problem(fits + " "))
        #expect(error.problem.contains("16777217 bytes"))
        #expect(error.problem.contains("divide it"))
    }

    @Test func `JSON that is nested without end is refused`() {
        #expect(problem(String(repeating: "[", count: 100_000)) != nil)
    }

    @Test func `a page of a longer list is refused`() throws {
        let error = try #require(problem(#"{"value": [], "nextLink": "https://more"}"#))
        #expect(error.path.description == "nextLink")
    }

    @Test func `id, type and name agree`() throws {
        let balancer = id("loadBalancers", "lb")
        let type = #"{"id": "\#(balancer)", "type": "Microsoft.Network/publicIPAddresses"}"#
        #expect(problem(type)?.path.description == "id")
        let name = #"{"id": "\#(balancer)", "name": "other"}"#
        #expect(problem(name)?.path.description == "name")
        #expect(problem(#"{"id": "\#(balancer)", "name": "LB"}"#) == nil)
    }

    @Test func `a child that stands alone is refused`() throws {
        let text = #"{"id": "\#(id("loadBalancers", "lb"))/backendAddressPools/pool"}"#
        #expect(try #require(problem(text)).problem.contains("\"backendAddressPools\""))
    }

    @Test func `one id in two documents is refused and both are named`() throws {
        let first = #"{"id": "\#(id("loadBalancers", "lb"))"}"#
        let second = #"[{"id": "\#(id("loadBalancers", "LB"))"}]"#
        let error = #expect(throws: ResourceInventoryError.self) {
            try inventory([first, second])
        }
        #expect(
            error?.description == """
                1.json: [0]: the id \(id("loadBalancers", "LB")) is also in 0.json: keep one of them
                """
        )
    }

    @Test func `the problems of all documents come at once`() {
        let error = #expect(throws: ResourceInventoryError.self) {
            try inventory(["{", "[]", "{}"])
        }
        #expect(error?.problems.map(\.source) == ["0.json", "2.json"])
    }
}
