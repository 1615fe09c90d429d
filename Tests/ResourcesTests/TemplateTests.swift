import Addresses
import Resources
import Testing

struct TemplateTests {
    private func template(_ resources: String) -> String { #"{"resources": [\#(resources)]}"# }

    @Test func `resources take the ids by which the template refers to them`() throws {
        let inventory = try ResourceInventory(reading: [fixture("template.json")])
        let scope = "/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/site"
        #expect(
            inventory.loadBalancers.map(\.resource.id.description) == [
                "\(scope)/providers/Microsoft.Network/loadBalancers/site"
            ]
        )
        let rule = try #require(try inventory.resolve().rules.first)
        #expect(rule.backendPort == 8080)
        #expect(rule.frontend.description == "198.51.100.20")
    }

    @Test func `a resource that nothing refers to gets an id of its own`() throws {
        let text = template(#"{"type": "Microsoft.Network/loadBalancers", "name": "lb"}"#)
        #expect(
            try inventory([text]).loadBalancers.first?.resource.id.description == """
                /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/\
                Microsoft.Network/loadBalancers/lb
                """
        )
    }

    @Test func `a resource without id whose name is referred to in two groups is refused`() throws {
        let groups = ["a", "b"].map { group in
            let scope = "/subscriptions/s/resourceGroups/\(group)"
            return reference("\(scope)/providers/Microsoft.Network/publicIPAddresses/p")
        }
        let text = """
            [{"type": "Microsoft.Network/publicIPAddresses", "name": "p"},
             {"type": "Microsoft.Network/other", "references": [\(groups.joined(separator: ","))]}]
            """
        #expect(try #require(problem(text)).problem.contains("has no id"))
    }

    @Test func `template expressions are refused where they stand`() throws {
        let text = template(
            """
            {"type": "Microsoft.Network/loadBalancers", "name": "lb", "properties": {"probes": [
             {"name": "p", "properties": {"protocol": "Tcp", "port": "[parameters('port')]"}}]}}
            """
        )
        let error = try #require(problem(text))
        #expect(error.path.description == "resources[0].properties.probes[0].properties.port")
        #expect(error.problem.contains("[parameters('port')]"))
    }

    @Test func `expressions in resources without effect are left alone`() throws {
        let text = template(
            #"{"type": "Microsoft.Compute/virtualMachines", "name": "[variables('vm')]"}"#
        )
        #expect(problem(text) == nil)
    }

    @Test func `a bracket that is escaped or stands outside a template is text`() throws {
        let tagged = #"{"id": "\#(id("loadBalancers", "lb"))", "tags": {"a": "[x]"}}"#
        #expect(problem(tagged) == nil)
        #expect(problem(template(tagged)) != nil)
        #expect(problem(template(tagged.replacing("[x]", with: "[[x]"))) == nil)
    }

    @Test func `copy loops are refused and false conditions skip a resource`() throws {
        let type = #""type": "Microsoft.Network/loadBalancers", "name": "lb""#
        let loop = template(#"{\#(type), "copy": {"count": 2, "name": "c"}}"#)
        #expect(problem(loop)?.path.description == "resources[0].copy")
        let skipped = template(#"{\#(type), "condition": false}"#)
        #expect(try inventory([skipped]).loadBalancers.isEmpty)
        let kept = template(#"{\#(type), "condition": true}"#)
        #expect(try inventory([kept]).loadBalancers.count == 1)
    }
}
