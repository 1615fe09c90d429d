import Foundation
import Lab
import Linux
import Testing

/// `apus apply`, `diff`, `plan`, `export` and `import` against a running daemon.
@Suite(.needsKernel, .timeLimit(.minutes(5)))
struct WholeDocumentTests {
    /// A load balancer in YAML.
    private func document(members: [Int], port: Int = 80) -> String {
        let id =
            "/subscriptions/any/resourceGroups/default/providers/Microsoft.Network/loadBalancers/shop"
        let list = members.map { "{name: m\($0), properties: {ipAddress: 192.0.2.\($0)}}" }
        return """
            # A shop.
            type: Microsoft.Network/loadBalancers
            name: shop
            sku: {name: Standard}
            properties:
              frontendIPConfigurations:
                - {name: front, properties: {privateIPAddress: 192.0.2.100}}
              backendAddressPools:
                - name: pool
                  properties:
                    loadBalancerBackendAddresses: [\(list.joined(separator: ", "))]
              loadBalancingRules:
                - name: http
                  properties:
                    protocol: Tcp
                    frontendPort: \(port)
                    backendPort: \(port)
                    enableFloatingIP: true
                    frontendIPConfiguration: {id: \(id)/frontendIPConfigurations/front}
                    backendAddressPool: {id: \(id)/backendAddressPools/pool}

            """
    }

    @Test func `a document is compared, planned and applied`() throws {
        try NodeSite.with { site in
            let file = try site.write("shop.yaml", document(members: [11]))
            #expect(try site.done("plan -f \(file)").hasPrefix("+ Microsoft.Network/loadBalancers"))
            #expect(try site.rows("lb list") == [], "a plan changes nothing")
            #expect(
                try site.done("apply -f \(file)")
                    == "+ Microsoft.Network/loadBalancers shop (default)\n1 created\n"
            )
            #expect(try site.done("diff -f \(file)") == "No changes.\n")
            #expect(try site.done("apply -f -", input: document(members: [11])) == "No changes.\n")

            let changed = try site.write("more.yaml", document(members: [11, 12]))
            let diff = try site.apus("diff", "-f", changed)
            #expect(diff.status == .exited(1))
            #expect(diff.errors == "")
            let pool = "properties.backendAddressPools[pool].properties"
            let member = "\(pool).loadBalancerBackendAddresses[m12]"
            #expect(
                diff.output == """
                    ~ Microsoft.Network/loadBalancers shop (default)
                      + \(member).name: "m12"
                      + \(member).properties.ipAddress: "192.0.2.12"

                    """
            )
            // Half of the slots go to the new member.
            let plan = try site.done("plan -f \(changed)")
            #expect(plan.contains("1 to update\n"))
            #expect(plan.contains(" of 65537 slots moved, 50.0 % of new flows\n"), "\(plan)")
            #expect(plan.contains("/loadBalancingRules/http: "))
            #expect(try site.done("apply -f \(changed) -o json").contains(#""action" : "update""#))
            #expect(try site.rows("member list --lb shop --pool pool").count == 2)

            let port = try site.write("port.yaml", document(members: [11, 12], port: 81))
            let second = try site.apus("diff", "-f", port).output
            let rule = "properties.loadBalancingRules[http].properties"
            #expect(second.contains("  - \(rule).frontendPort: 80\n  + \(rule).frontendPort: 81\n"))
        }
    }

    @Test func `one resource that is refused keeps all of them out`() throws {
        try NodeSite.with { site in
            let good = try site.write("good.yaml", document(members: [11]))
            let bad = try site.write(
                "bad.json",
                #"{"type": "Microsoft.Network/loadBalancers", "name": "b", "sku": {"name": "Huge"}}"#
            )
            let outcome = try site.apus("apply", "-f", good, "-f", bad)
            #expect(outcome.status == .exited(1))
            #expect(outcome.errors.hasPrefix("Error: ("))
            #expect(try site.rows("lb list") == [])
        }
    }

    @Test func `a template of literal values is applied, and one with expressions is refused`()
        throws
    {
        try NodeSite.with { site in
            func template(_ name: String) -> String {
                """
                {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
                 "contentVersion": "1.0.0.0", "resources": [
                 {"type": "Microsoft.Network/loadBalancers", "apiVersion": "2025-01-01",
                  "name": "\(name)", "location": "local", "sku": {"name": "Standard"},
                  "properties": {}}]}
                """
            }
            try site.done("apply -f -", input: template("web"))
            #expect(try site.rows("lb list").map { $0[0] } == ["web"])
            let outcome = try site.apus(
                "apply",
                "-f",
                "-",
                input: template("[parameters('name')]")
            )
            #expect(outcome.status == .exited(1))
        }
    }

    @Test func `prune takes away what the documents do not have`() throws {
        try NodeSite.with { site in
            let file = try site.write("shop.yaml", document(members: [11]))
            try site.done("lb create -n old")
            try site.done("lb create -n other -g elsewhere")
            #expect(
                try site.done("apply -f \(file) --prune").contains(
                    "- Microsoft.Network/loadBalancers old (default)\n"
                )
            )
            #expect(try site.rows("lb list").map { $0[0] }.sorted() == ["other", "shop"])
        }
    }

    @Test func `an export is imported again, and only where that is meant`() throws {
        try NodeSite.with { site in
            try ResourceCommandTests.serve(site)
            let file = "\(site.folder)/all.json"
            #expect(try site.done("export -o \(file)") == "")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(try site.done("export") == text)
            try site.done("rule delete --lb web -n echo")
            try site.done("lb create -n stray -g other")
            // Standard input is a file here, so nobody can be asked.
            let unasked = try site.apus("import", file)
            #expect(unasked.status == .exited(64))
            #expect(unasked.errors.contains("--yes"))
            #expect(try site.rows("lb list").count == 2)
            // On a terminal a person is asked, and may say no.
            let command =
                "\(Executable.path("apus")) import \(file) --config \(site.folder)/node.yaml"
            let asked = try site.node.outcome(
                of: ["script", "-qec", command, "/dev/null"],
                input: "n\n"
            )
            #expect(asked.status == .exited(1))
            #expect(
                asked.output.contains("Replace everything that \(site.folder)/state/apusd.sock")
            )
            #expect(try site.rows("lb list").count == 2)
            let imported = try site.done("import \(file) --yes")
            #expect(imported.contains("- Microsoft.Network/loadBalancers stray (other)\n"))
            #expect(try site.done("export") == text)
        }
    }
}
