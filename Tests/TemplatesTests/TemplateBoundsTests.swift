import Resources
import Templates
import Testing

@Suite("Bounds of templates")
struct TemplateBoundsTests {
    private static let scope = TemplateScope(
        subscriptionID: "11111111-2222-3333-4444-555555555555",
        tenantID: "99999999-2222-3333-4444-555555555555",
        resourceGroup: "web",
        location: "local",
        deploymentName: "main"
    )

    private func evaluate(
        _ text: String,
        _ parameters: [String: JSONValue] = [:]
    ) throws -> EvaluatedTemplate {
        let root = try JSONValue(parsing: Array(text.utf8))
        return try Template(root).evaluate(parameters: parameters, scope: Self.scope)
    }

    private func problem(_ text: String, _ parameters: [String: JSONValue] = [:]) throws -> String {
        do {
            _ = try evaluate(text, parameters)
        } catch let error as TemplateError {
            return error.description
        }
        Issue.record("it was evaluated")
        return ""
    }

    /// A template of one resource with the given members.
    private func resource(_ members: String, variables: String = "{}") -> String {
        #"{"variables": \#(variables), "resources": [{"type": "A.B/c", \#(members)}]}"#
    }

    @Test func `Loops in loops are refused before they fill the memory`() throws {
        let loop = { (inner: String) in
            #"{"copy": [{"name": "a", "count": 800, "input": \#(inner)}]}"#
        }
        let properties = loop(loop(loop("1")))
        #expect(
            try problem(resource(#""name": "n", "properties": \#(properties)"#))
                .contains("too many steps")
        )
        let child = #"{"type": "d", "name": "n", "copy": {"name": "x", "count": 800}}"#
        let outer = #""name": "n", "copy": {"name": "y", "count": 800}, "resources": [\#(child)]"#
        #expect(try problem(resource(outer)).contains("at most 800 resources"))
    }

    @Test func `Texts that double and chains of variables are refused`() throws {
        let chain = (1..<200).map { number in
            let before = "variables('v\(number - 1)')"
            return #""v\#(number)": "[concat(\#(before), \#(before))]""#
        }
        let variables = #"{"v0": "xxxxxxxxxxxxxxxx", \#(chain.joined(separator: ", "))}"#
        #expect(
            try problem(resource(#""name": "[variables('v40')]""#, variables: variables))
                .contains("at most 1048576 bytes")
        )
        #expect(
            try problem(resource(#""name": "[variables('v199')]""#, variables: variables))
                .contains("need each other in a row")
        )
        let index =
            #""copy": {"name": "x", "count": 2}, "name": "[string(copyIndex('x', 9223372036854775807))]""#
        #expect(try problem(resource(index)).contains("smaller offset"))
    }

    @Test func `What would be deployed elsewhere or otherwise than written is refused`() throws {
        let module = { (more: String, options: String) in
            """
            {"resources": [{"type": "Microsoft.Resources/deployments", "name": "m", \(more)
              "properties": {\(options) "template": {"resources": []}}}]}
            """
        }
        let inner = #""expressionEvaluationOptions": {"scope": "Inner"},"#
        #expect(try problem(module(#""resourceGroup": "other","#, inner)).contains("other group"))
        #expect(try problem(module("", "")).contains("expressionEvaluationOptions"))
        #expect(
            try problem(resource(#""name": "n", "condition": "false""#))
                .contains("a condition is true or false")
        )
    }

    @Test func `A parameter takes values of its type and within its bounds`() throws {
        let text = #"{"parameters": {"n": {"type": "int", "minValue": 1}}, "resources": []}"#
        #expect(try problem(text, ["n": .string("x")]).contains("the value is no int"))
        #expect(try problem(text, ["n": .integer(0)]).contains("at least 1"))
        _ = try evaluate(text, ["n": .integer(1)])
    }

    @Test func `What a caller gives is no expression, and secrets are not shown`() throws {
        let template = try evaluate(
            """
            {"parameters": {"p": {"type": "string"}, "s": {"type": "securestring"}},
             "variables": {"copy": [{"name": "v", "count": 1, "input": "[parameters('p')]"}]},
             "resources": [],
             "outputs": {"v": {"type": "array", "value": "[variables('v')]"},
                         "s": {"type": "securestring", "value": "[parameters('s')]"}}}
            """,
            ["p": .string("[concat('in', 'jected')]"), "s": .string("hunter2")]
        )
        let outputs = try template.outputs { _, _ in .null }
        #expect(outputs["v"]?["value"] == .array([.string("[concat('in', 'jected')]")]))
        #expect(outputs["s"]?["value"] == nil)
    }
}
