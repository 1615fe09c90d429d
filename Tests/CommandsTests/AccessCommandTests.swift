import Foundation
import Lab
import Linux
import Resources
import Testing

/// `apus access` and `apus token` against a running daemon, and what they give access to.
@Suite(.needsKernel)
struct AccessCommandTests {
    private func json(_ text: String) throws -> [String: JSONValue] {
        try JSONValue(parsing: Array(text.utf8)).object
    }

    @Test func `Access is given, used over TLS, listed and taken away`() throws {
        try NodeSite.with { site in
            let made = try json(site.done("access create web --role contributor -o json"))
            let wanted: Set<String> = [
                "endpoint", "caFile", "subscriptionId", "tenantId", "clientId", "clientSecret",
            ]
            #expect(wanted.isSubset(of: made.keys))
            let endpoint = try #require(made["endpoint"]?.stringValue)
            let caFile = try #require(made["caFile"]?.stringValue)
            #expect(try site.rows("access list").map { $0.prefix(2) } == [["web", "contributor"]])

            let token = try site.done("token --name web --minutes 5")
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let remote = "--endpoint \(endpoint) --ca-file \(caFile) --token \(token)"
            try site.done("lb create -n lb \(remote)")
            #expect(try site.rows("lb list \(remote)").count == 1)
            let local = try site.apus(
                ("access list \(remote)").split(separator: " ").map(String.init)
            )
            #expect(local.status == .exited(5), "access is given on the node alone")

            let log = try site.rows("audit --limit 2")
            #expect(log.first?[1] == "web", "the token's name, not root's")
            #expect(log.first?[2] == "Microsoft.Network/loadBalancers/write")

            try site.done("access revoke web")
            #expect(try site.rows("access list").isEmpty)
            let late = try site.apus(("lb list \(remote)").split(separator: " ").map(String.init))
            #expect(late.status == .exited(5), "a token of revoked access is refused")
        }
    }

    @Test func `A template with parameters is applied as Bicep compiles it`() throws {
        try NodeSite.with { site in
            let file = try site.write(
                "main.json",
                """
                {"parameters": {"name": {"type": "string", "defaultValue": "shop"}},
                 "resources": [
                   {"type": "Microsoft.Network/loadBalancers", "apiVersion": "2024-05-01",
                    "name": "[parameters('name')]", "location": "[resourceGroup().location]",
                    "properties": {"frontendIPConfigurations": [
                      {"name": "[format('{0}-front', parameters('name'))]",
                       "properties": {"privateIPAddress": "192.0.2.100"}}]}},
                   {"type": "Microsoft.Network/loadBalancers/backendAddressPools",
                    "apiVersion": "2024-05-01", "name": "[format('{0}/pool', parameters('name'))]",
                    "dependsOn": ["[resourceId('Microsoft.Network/loadBalancers', parameters('name'))]"],
                    "properties": {}}]}
                """
            )
            try site.done("apply -f \(file)")
            try site.done("apply -f \(file) -p name=other --prune")
            #expect(try site.rows("lb list").compactMap(\.first) == ["other"])
            try site.done("apply -f \(file) --prune")
            #expect(try site.rows("frontend list --lb shop").first?.first == "shop-front")
            #expect(try site.rows("pool list --lb shop").first?.first == "pool")
        }
    }

    @Test func `Nothing that was acknowledged is lost when the daemon is killed as it writes`()
        throws
    {
        try NodeSite.with { site in
            try site.done("lb create -n lb")
            var acknowledged: [String] = []
            for round in 0..<3 {
                // Killed at another moment each time, while requests are on their way.
                try site.killDaemon(after: 0.05 + 0.07 * Double(round))
                for number in 0..<200 {
                    let name = "p\(round)-\(number)"
                    guard try site.apus("pool", "create", "--lb", "lb", "-n", name).status.isSuccess
                    else { break }
                    acknowledged.append(name)
                }
                try site.restart()
                let there = try Set(site.rows("pool list --lb lb").compactMap(\.first))
                #expect(there.isSuperset(of: acknowledged))
                #expect(there.count <= acknowledged.count + round + 1)
            }
        }
    }
}
