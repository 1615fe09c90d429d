import Addresses
import Foundation
import Lab
import Linux
import Resources
import Testing

/// `apus-guest watch`, with a reader's token for a real node's API.
@Suite(.needsLab, .timeLimit(.minutes(10)))
struct GuestWatchTests {
    /// What a caller at the node's local socket is answered.
    private func ask(
        _ site: GuestSite,
        _ method: String,
        _ path: String,
        _ body: String = ""
    ) throws -> JSONValue {
        let text = try site.node.run(
            [
                "curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "20",
                "--unix-socket", "\(site.state)/apusd.sock", "--request", method, "--header",
                "Content-Type: application/json", "--data-binary", "@-", "http://node\(path)",
            ],
            input: body
        )
        return text.isEmpty ? .null : try JSONValue(parsing: Array(text.utf8))
    }

    private func document(_ subscription: String) -> String {
        let network =
            "/subscriptions/\(subscription)/resourceGroups/default/providers/Microsoft.Network"
        let balancer = "\(network)/loadBalancers/lb"
        return """
            [{"id": "\(network)/publicIPAddresses/web", "name": "web",
              "type": "Microsoft.Network/publicIPAddresses", "sku": {"name": "Standard"},
              "properties": {"publicIPAllocationMethod": "Static"}},
             {"id": "\(balancer)", "name": "lb", "type": "Microsoft.Network/loadBalancers",
              "sku": {"name": "Standard"}, "properties": {
               "frontendIPConfigurations": [{"name": "web", "properties": {
                "publicIPAddress": {"id": "\(network)/publicIPAddresses/web"}}}],
               "backendAddressPools": [{"name": "pool", "properties": {
                "loadBalancerBackendAddresses": [
                 {"name": "guest", "properties": {"ipAddress": "192.0.2.11"}}]}}],
               "loadBalancingRules": [{"name": "web", "properties": {
                "protocol": "Tcp", "frontendPort": 80, "backendPort": 80, "enableFloatingIP": true,
                "frontendIPConfiguration": {"id": "\(balancer)/frontendIPConfigurations/web"},
                "backendAddressPool": {"id": "\(balancer)/backendAddressPools/pool"}}}]}}]
            """
    }

    /// The node has been told what the guest found, and has found for itself that it is ready.
    private func expectHealthy(_ site: GuestSite) throws {
        try waitUntil(
            "the doctor passes every step",
            within: .seconds(30),
            detail: { (try? "\(doctor(site))") ?? "it does not answer" }
        ) {
            let steps = try doctor(site)
            return steps["guest"] == "passed" && steps["readiness"] == "passed"
                && steps["connection"] == "passed"
        }
        let metrics = try site.node.run([
            "curl", "--silent", "--unix-socket", "\(site.state)/apusd.sock",
            "http://node/apus/metrics",
        ])
        let ready = try Regex(
            #"apus_member_ready\{rule=".*/web",member="192.0.2.11",state="Ready"\} 1"#
        )
        #expect(metrics.contains(ready), "\(metrics)")
        #expect(metrics.contains("# TYPE apus_rule_packets_total counter"))
    }

    /// The outcome of each step of the doctor for the rule `web`, by its name.
    private func doctor(_ site: GuestSite) throws -> [String: String] {
        let found = try ask(site, "GET", "/apus/doctor?rule=web")
        let steps = found.member("rules")?.elements.first?.member("steps")?.elements ?? []
        let outcomes = steps.compactMap { step in
            step.member("name")?.stringValue.map {
                ($0, step.member("outcome")?.stringValue ?? "")
            }
        }
        return Dictionary(outcomes, uniquingKeysWith: { $1 })
    }

    private func hasAddress(_ site: GuestSite) throws -> Bool {
        try site.guest.run(["ip", "address", "show", "dev", "lo"]).contains("192.0.2.100/32")
    }

    @Test func `a frontend that comes configures the guest, and one that goes is taken back`()
        throws
    {
        try Lab.with { lab in
            let site = try GuestSite(lab)
            try site.serve()
            let before = try site.fingerprint()
            try site.forwarding(withDocuments: false) {
                let reader = try ask(
                    site,
                    "POST",
                    "/apus/access",
                    #"{"name": "guest", "role": "reader"}"#
                )
                let subscription = try #require(reader.member("subscriptionId")?.stringValue)
                let caFile = try #require(reader.member("caFile")?.stringValue)
                let issued = try ask(
                    site,
                    "POST",
                    "/apus/access/guest/token",
                    #"{"minutes": 60}"#
                )
                let token = try #require(issued.member("token")?.stringValue)
                let tokenFile = "\(lab.directory)/token"
                try "\(token)\n".write(toFile: tokenFile, atomically: true, encoding: .utf8)
                let watch = try site.guest.start(
                    [
                        program("apus-guest"), "watch", "--endpoint", "https://192.0.2.2:8443",
                        "--token-file", tokenFile, "--ca-file", caFile, "--interval", "1", "--root",
                        site.root,
                    ],
                    label: "apus-guest"
                )
                #expect(try !hasAddress(site))
                _ = try ask(site, "POST", "/apus/apply?mode=apply", document(subscription))
                try watch.wait(until: "the guest has the frontend", within: .seconds(30)) {
                    try hasAddress(site)
                }
                try waitUntil("the frontend answers", within: .seconds(30)) { try site.answers() }
                try expectHealthy(site)
                let path =
                    "/subscriptions/\(subscription)/resourceGroups/default/providers"
                    + "/Microsoft.Network/loadBalancers/lb?api-version=2024-05-01"
                _ = try ask(site, "DELETE", path)
                // The record goes when the last change has been taken back.
                let record = "\(site.root)/var/lib/apus-guest"
                try watch.wait(until: "everything is taken back", within: .seconds(30)) {
                    !FileManager.default.fileExists(atPath: record)
                }
                #expect(try site.fingerprint() == before)
                #expect(try !watch.output().contains(token))
            }
        }
    }

    @Test func `a token that is not accepted is told with where to get one`() throws {
        try Lab.with { lab in
            let site = try GuestSite(lab)
            try site.forwarding(withDocuments: false) {
                let outcome = try site.apusGuest(
                    "verify",
                    "--endpoint",
                    "https://192.0.2.2:8443",
                    "--token",
                    "nonsense",
                    "--ca-file",
                    "\(site.state)/tls/ca.pem"
                )
                #expect(outcome.status == .exited(1))
                #expect(outcome.errors.contains("answers 401: make a token with 'apus token'"))
                #expect(!outcome.errors.contains("nonsense"))
            }
        }
    }
}
