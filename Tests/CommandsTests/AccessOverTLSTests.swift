import Foundation
import Lab
import Linux
import Testing

/// What clients with access may do with a running daemon, however they ask.
@Suite(.timeLimit(.minutes(5)))
struct AccessOverTLSTests {
    /// What clients are told, in the names that they know.
    private struct Created: Decodable {
        let name, endpoint, caFile, subscriptionId, tenantId, clientId, clientSecret: String
    }

    private struct Issued: Decodable {
        let accessToken: String

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
        }
    }

    private static let remote = "https://127.0.0.1:8443"

    private func decode<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    /// Asks over TLS, and returns the status that the daemon answered with.
    private func status(_ site: NodeSite, _ token: String, _ words: [String]) throws -> String {
        let header = try site.write("header", "Authorization: Bearer \(token)")
        return try site.node.run(
            [
                "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "@\(header)",
                "--cacert", "\(site.folder)/state/tls/ca.pem",
            ] + words
        )
    }

    @Test(.needsKernel) func `access signs in with what create printed, until it is revoked`()
        throws
    {
        try NodeSite.with { site in
            let made: Created = try decode(
                site.done("access create ci --role contributor --days 7 -o json")
            )
            #expect(made.name == "ci")
            #expect(made.endpoint == Self.remote)
            let form = try site.write(
                "form",
                "grant_type=client_credentials&client_id=\(made.clientId)"
                    + "&client_secret=\(made.clientSecret)"
            )
            let issued: Issued = try decode(
                site.node.run([
                    "curl", "-sf", "--cacert", made.caFile, "--data", "@\(form)",
                    "\(made.endpoint)/\(made.tenantId)/oauth2/v2.0/token",
                ])
            )
            let file = try site.write("token", issued.accessToken)
            let elsewhere = [
                "env", "APUS_ENDPOINT=\(made.endpoint)", "APUS_TOKEN_FILE=\(file)",
                "APUS_CA_FILE=\(made.caFile)", Executable.path("apus"),
            ]
            try site.node.run(elsewhere + ["lb", "create", "-n", "web"])
            #expect(try site.rows("lb list").first?.first == "web")
            let subscription = "\(Self.remote)/subscriptions/\(made.subscriptionId)"
            let url = "\(subscription)?api-version=2022-12-01"
            #expect(try status(site, issued.accessToken, [url]) == "200")

            let rows = try site.rows("access list")
            #expect(rows.map { Array($0.prefix(3)) } == [["ci", "contributor", made.clientId]])
            #expect(rows.first?.last?.isEmpty == false, "it ends")
            #expect(try !site.done("access list -o json").contains(made.clientSecret))
            // Whoever has access cannot give it to others.
            let access = "\(Self.remote)/apus/access"
            #expect(try status(site, issued.accessToken, [access]) == "403")

            try site.done("access revoke ci")
            #expect(try site.done("access list") == "")
            #expect(try site.node.outcome(of: elsewhere + ["lb", "list"]).status == .exited(5))
            #expect(try site.apus("access", "revoke", "ci").status == .exited(3))
        }
    }

    @Test(.needsKernel) func `a reader's token reads and plans, and changes nothing`() throws {
        try NodeSite.with { site in
            try site.done("access create eyes --role reader")
            let token = try site.done("token --name eyes --minutes 5")
                .trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(token.split(separator: ".").count == 3)
            #expect(try status(site, token, ["\(Self.remote)/apus/export"]) == "200")

            let group = #"{"type": "Microsoft.Resources/resourceGroups", "name": "g"}"#
            let balancer = #"{"type": "Microsoft.Network/loadBalancers", "name": "web"}"#
            let document = try site.write("document", "[\(balancer)]")
            let send = ["--data", "@\(document)", "-H", "content-type: application/json"]
            let apply = "\(Self.remote)/apus/apply"
            #expect(try status(site, token, send + ["\(apply)?mode=plan"]) == "200")
            // However the mode is written, what is checked is what is done.
            for query in [
                "mode=apply", "", "?", "Mode=apply&mode=plan", "MODE=apply&mode=plan",
                "mode=apply&mode=plan", "mode=plan%00",
            ] {
                #expect(try status(site, token, send + ["\(apply)?\(query)"]) == "403", "\(query)")
            }
            let groups = try site.write("groups", group)
            let create = [
                "-X", "PUT", "--data", "@\(groups)",
                "\(Self.remote)/subscriptions/x/resourcegroups/g",
            ]
            #expect(try status(site, token, create) == "403")
            #expect(try site.done("lb list") == "")
        }
    }

    @Test(.needsKernel) func `access that makes no sense is refused`() throws {
        try NodeSite.with { site in
            try site.done("access create ci --role reader")
            let again = try site.apus("access", "create", "CI", "--role", "reader")
            #expect(again.status == .exited(1))
            #expect(again.errors.hasPrefix("Error: (AccessExists) "))
            let blank = try site.apus("access", "create", "a b", "--role", "reader")
            #expect(blank.status == .exited(1))
            #expect(blank.errors.hasPrefix("Error: (InvalidAccess) "))
            #expect(try site.apus("token", "--name", "nobody").status == .exited(3))
            for words in [
                ["create", "x", "--role", "owner"], ["create", "--role", "reader"],
                ["create", "x", "--days", "soon"],
            ] {
                #expect(try site.apus(["access"] + words).status == .exited(64), "\(words)")
            }
            // What would never end, because its end could not be read, is not made.
            for days in ["\"7\"", "7.5", "0", "true"] {
                let body = #"{"name": "x", "role": "reader", "days": \#(days)}"#
                let answer = try site.node.run([
                    "curl", "-s", "--unix-socket", "\(site.folder)/state/apusd.sock", "-d", body,
                    "http://localhost/apus/access",
                ])
                #expect(answer.contains("InvalidLifetime"), "\(days): \(answer)")
            }
            #expect(try site.rows("access list").map(\.first) == ["ci"])
        }
    }
}
