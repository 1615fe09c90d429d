import Resources
import Templates
import Testing

private let scope = TemplateScope(
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
    return try Template(root).evaluate(parameters: parameters, scope: scope)
}

/// The value of one expression, as the output of a template without resources.
private func value(_ expression: String, variables: String = "{}") throws -> JSONValue? {
    let quoted = expression.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let template = try evaluate(
        """
        {"variables": \(variables), "resources": [],
         "outputs": {"x": {"type": "object", "value": "[\(quoted)]"}}}
        """
    )
    return try template.outputs { _, _ in .null }.object["x"]?.object["value"]
}

@Suite("Templates")
struct TemplateTests {
    /// What Bicep makes of a load balancer with parameters, variables and a loop of rules.
    private static let bicep = """
        {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
         "languageVersion": "2.0", "contentVersion": "1.0.0.0",
         "metadata": {"_generator": {"name": "bicep", "version": "0.30.3"}},
         "parameters": {
            "location": {"type": "string", "defaultValue": "[resourceGroup().location]"},
            "name": {"type": "string"},
            "ports": {"type": "array", "defaultValue": [80, 443]}},
         "variables": {"frontend": "[format('{0}-frontend', parameters('name'))]"},
         "resources": {
            "network": {"existing": true, "type": "Microsoft.Network/virtualNetworks",
                "apiVersion": "2024-05-01", "name": "vnet"},
            "balancer": {"type": "Microsoft.Network/loadBalancers", "apiVersion": "2024-05-01",
                "name": "[parameters('name')]", "location": "[parameters('location')]",
                "sku": {"name": "Standard"},
                "properties": {
                    "frontendIPConfigurations": [{"name": "[variables('frontend')]", "properties": {
                        "subnet": {"id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'subnet')]"}}}],
                    "copy": [{"name": "loadBalancingRules", "count": "[length(parameters('ports'))]",
                        "input": {"name": "[format('port{0}', parameters('ports')[copyIndex('loadBalancingRules')])]",
                            "properties": {"protocol": "Tcp", "enableFloatingIP": true,
                                "frontendPort": "[parameters('ports')[copyIndex('loadBalancingRules')]]"}}}]}},
            "pool": {"type": "Microsoft.Network/loadBalancers/backendAddressPools",
                "apiVersion": "2024-05-01", "name": "[format('{0}/{1}', parameters('name'), 'pool')]",
                "properties": {}, "dependsOn": ["balancer"]}},
         "outputs": {"id": {"type": "string",
            "value": "[resourceId('Microsoft.Network/loadBalancers', parameters('name'))]"},
            "state": {"type": "string", "value": "[reference('balancer').provisioningState]"}}}
        """

    @Test func `What Bicep compiles becomes literal resources with ids`() throws {
        let template = try evaluate(Self.bicep, ["name": .string("lb")])
        let network =
            "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/web/providers/Microsoft.Network"
        #expect(
            template.resources.map(\.id.description) == [
                "\(network)/loadBalancers/lb",
                "\(network)/loadBalancers/lb/backendAddressPools/pool",
            ]
        )
        let balancer = try #require(template.resources.first?.body)
        #expect(balancer["location"] == .string("local"))
        #expect(balancer["apiVersion"] == nil)
        let properties = try #require(balancer["properties"])
        #expect(
            properties["frontendIPConfigurations"]
                == .array([
                    .object([
                        "name": .string("lb-frontend"),
                        "properties": .object([
                            "subnet": .object([
                                "id": .string("\(network)/virtualNetworks/vnet/subnets/subnet")
                            ])
                        ]),
                    ])
                ])
        )
        let rules = try #require(properties["loadBalancingRules"]).elements
        #expect(rules.map { $0["name"] } == [.string("port80"), .string("port443")])
        #expect(rules.last?["properties"]?["frontendPort"] == .integer(443))
        let outputs = try template.outputs { id, _ in
            .object(["provisioningState": .string("Succeeded of \(id.name)")])
        }
        #expect(outputs["id"]?["value"] == .string("\(network)/loadBalancers/lb"))
        #expect(outputs["state"]?["value"] == .string("Succeeded of lb"))
    }

    @Test func `The Azure CLI's template needs nothing but a reference in its output`() throws {
        let template = try evaluate(
            """
            {"parameters": {}, "variables": {}, "resources": [
              {"apiVersion": "2022-05-01", "type": "Microsoft.Network/publicIPAddresses", "name": "p",
               "location": "local", "tags": {}, "dependsOn": [], "properties": {}},
              {"apiVersion": "2023-04-01", "type": "Microsoft.Network/loadBalancers", "name": "lb3",
               "dependsOn": ["Microsoft.Network/publicIpAddresses/p"], "properties": {}}],
             "outputs": {"loadBalancer": {"type": "object", "value": "[reference('lb3')]"}}}
            """
        )
        let outputs = try template.outputs { id, full in .string("\(id.name) \(full)") }
        #expect(
            outputs["loadBalancer"]
                == .object(["type": .string("Object"), "value": .string("lb3 false")])
        )
    }

    @Test func `Loops, conditions, children and modules are deployed`() throws {
        let template = try evaluate(
            """
            {"resources": [
              {"type": "Microsoft.Network/publicIPAddresses", "name": "[concat('ip', copyIndex(1))]",
               "copy": {"name": "ips", "count": 2}, "properties": {}},
              {"type": "Microsoft.Network/publicIPAddresses", "name": "no", "condition": "[equals(1, 2)]"},
              {"type": "Microsoft.Network/virtualNetworks", "name": "v", "properties": {},
               "resources": [{"type": "subnets", "name": "s", "properties": {}}]},
              {"type": "Microsoft.Resources/deployments", "name": "module", "properties": {
                "expressionEvaluationOptions": {"scope": "Inner"}, "parameters": {"n": {"value": "[toLower('INNER')]"}},
                "template": {"parameters": {"n": {"type": "string"}}, "resources": [
                  {"type": "Microsoft.Network/loadBalancers", "name": "[parameters('n')]"}]}}}]}
            """
        )
        #expect(template.resources.map(\.id.name) == ["ip1", "ip2", "v", "s", "inner"])
        #expect(template.resources[3].id.parent == template.resources[2].id)
    }

    @Test(arguments: [
        ("concat('a', 'b', 1)", JSONValue.string("ab1")),
        ("concat(createArray(1), createArray(2))", .array([.integer(1), .integer(2)])),
        ("format('{0}/{1} {{x}}', 'a', true())", .string("a/True {x}")),
        ("if(equals('a', 'A'), 1, 2)", .integer(2)),
        ("add(mul(2, 3), mod(7, 4))", .integer(9)),
        ("sub(div(9, 2), 1)", .integer(3)),
        ("max(createArray(3, 7, 5))", .integer(7)),
        ("toUpper(substring('floating', 0, 5))", .string("FLOAT")),
        ("join(split('a,b', ','), '-')", .string("a-b")),
        ("replace('it''s', '''', '')", .string("its")),
        ("length(union(createArray(1, 2), createArray(2, 3)))", .integer(3)),
        ("first(intersection(createArray(1, 2), createArray(2)))", .integer(2)),
        ("contains(createObject('a', 1), 'A')", .bool(true)),
        ("createObject('a', createArray(5, 6)).a[1]", .integer(6)),
        ("coalesce(null(), 'x')", .string("x")),
        ("and(true(), not(false()), or(false(), true()))", .bool(true)),
        ("greaterOrEquals('b', 'a')", .bool(true)),
        ("padLeft(7, 3, '0')", .string("007")),
        ("int('12')", .integer(12)),
        ("string(createArray(1, 'a'))", .string("[1,\"a\"]")),
        ("json('{\"a\": [1]}').a[0]", .integer(1)),
        ("skip(range(1, 4), 2)", .array([.integer(3), .integer(4)])),
        ("empty('')", .bool(true)),
        ("tryGet(createObject('a', 1), 'b', 'c')", .null),
        ("subscription().subscriptionId", .string("11111111-2222-3333-4444-555555555555")),
        ("deployment().name", .string("main")),
        ("variables('two')", .string("onetwo")),
    ])
    func `Functions have the values that Azure documents`(
        expression: String,
        expected: JSONValue
    ) throws {
        let variables = #"{"one": "one", "two": "[concat(variables('one'), 'two')]"}"#
        #expect(try value(expression, variables: variables) == expected)
    }

    @Test(arguments: [
        ("guid('a')", "the function guid is not evaluated"),
        ("concat('a'", "expected ',' or ')'"),
        ("parameters('none')", "there is no parameter 'none'"),
        ("variables('self')", "needs itself"),
        ("div(1, 0)", "div takes numbers whose result is one"),
        ("createArray(1)[3]", "no such element"),
        ("'open", "a quote that ends the text"),
        ("1 2", "expected an operator or the end"),
        ("copyIndex()", "stands in no loop"),
        ("resourceId('Microsoft.Network/loadBalancers')", "as many names as it has parts"),
        ("if('true', 1, 2)", "if takes true or false"),
        ("concat(createArray(1), 'a')", "concat takes arrays, or texts"),
    ])
    func `What cannot be evaluated is named`(expression: String, problem: String) throws {
        do {
            _ = try value(expression, variables: #"{"self": "[variables('self')]"}"#)
            Issue.record("\(expression) was evaluated")
        } catch let error as TemplateError {
            #expect(error.description.contains(problem))
        }
    }

    @Test func `A parameter without a value, or with an unknown name, is named`() throws {
        let text = #"{"parameters": {"a": {"type": "string"}}, "resources": []}"#
        do {
            _ = try evaluate(text)
            Issue.record("it was evaluated")
        } catch let error as TemplateError {
            #expect(error.description.contains("parameters.a: the parameter has no value"))
        }
        do {
            _ = try evaluate(text, ["b": .integer(1)])
            Issue.record("it was evaluated")
        } catch let error as TemplateError {
            #expect(error.description.contains("there is no parameter 'b'"))
        }
    }

    @Test func `References in resources are refused with what to do`() throws {
        do {
            _ = try evaluate(
                """
                {"resources": [{"type": "Microsoft.Network/loadBalancers", "name": "l",
                  "properties": {"x": "[reference('other').ipAddress]"}}]}
                """
            )
            Issue.record("it was evaluated")
        } catch let error as TemplateError {
            #expect(error.description.hasPrefix("resources[0].properties.x: "))
            #expect(error.description.contains("use it in outputs"))
        }
    }

    @Test func `Garbage in brackets is refused or has a value, and ends`() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "concat", "(", ")", "'", "a", ",", "[", "]", ".", "1", "-", " ", "format", "{0}", "if",
            "range", "9999999999999999999", "createObject", "\u{e9}", "''",
        ]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 1...30, using: &generator)).compactMap { _ in
                pieces.randomElement(using: &generator)
            }.joined()
            do { _ = try value(text) } catch is TemplateError {}
        }
        let deep = String(repeating: "concat(", count: 5000)
        #expect(throws: TemplateError.self) { try value(deep) }
    }
}
