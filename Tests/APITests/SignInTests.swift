import Access
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Resources
import Testing

@testable import API

@Suite("Signing in")
struct SignInTests {
    private static let tokenPaths = [
        "/adfs/oauth2/token", "/adfs/TENANT/oauth2/token", "/TENANT/oauth2/token",
        "/adfs/TENANT/oauth2/v2.0/token", "/TENANT/oauth2/v2.0/token",
    ]

    private func form(_ made: Credentials, _ more: String = "") -> String {
        "grant_type=client_credentials&client_id=\(made.clientID)&client_secret=\(made.clientSecret)"
            + more
    }

    @Test(arguments: tokenPaths)
    func `each client's way to a token leads to one that counts`(path: String) async throws {
        let site = try await SignInSite()
        let made = try await site.create("ci")
        let path = path.replacing("TENANT", with: site.access.identity.tenantID)
        try await site.test { client in
            let scope = "&scope=https%3A%2F%2Flocalhost%2F.default&client_info=1"
            let answer = try await client.ask(.post, path, form: form(made, scope))
            #expect(answer.status == .ok)
            #expect(answer.json["token_type"] == .string("Bearer"))
            guard case .integer(let seconds)? = answer.json["expires_in"] else {
                Issue.record("no expires_in: \(answer.text)")
                return
            }
            #expect((1...86_400).contains(seconds))
            let token = try #require(answer.json["access_token"]?.stringValue)
            let read = try await client.ask(
                .get,
                "/subscriptions/x",
                authorization: "bearer \(token)"
            )
            #expect(read.status == .ok)
            #expect(read.text == "ci")
        }
    }

    @Test func `credentials may be in a header`() async throws {
        let site = try await SignInSite()
        let made = try await site.create("ci")
        let words = Data("\(made.clientID):\(made.clientSecret)".utf8).base64EncodedString()
        try await site.test { client in
            let answer = try await client.ask(
                .post,
                "/adfs/oauth2/token",
                authorization: "Basic \(words)",
                form: "grant_type=client_credentials"
            )
            #expect(answer.status == .ok)
        }
    }

    @Test func `what does not sign in is told why, as OAuth2 has it`() async throws {
        let site = try await SignInSite()
        let made = try await site.create("ci")
        let grant = "grant_type=client_credentials"
        let client = "client_id=\(made.clientID)"
        let large = String(repeating: "a", count: 65 * 1024)
        let cases: [(String, HTTPResponse.Status, String)] = [
            ("\(grant)&\(client)&client_secret=wrong", .unauthorized, "invalid_client"),
            ("\(grant)&client_id=nobody&client_secret=x", .unauthorized, "invalid_client"),
            ("\(grant)&\(client)", .badRequest, "invalid_request"),
            ("\(grant)&client_secret=x", .badRequest, "invalid_request"),
            ("grant_type=password&\(client)", .badRequest, "unsupported_grant_type"),
            ("", .badRequest, "unsupported_grant_type"),
            ("=&&=&%%%&grant_type", .badRequest, "unsupported_grant_type"),
            (form(made, "&x=\(large)"), .badRequest, "invalid_request"),
        ]
        try await site.test { client in
            for (body, status, error) in cases {
                let answer = try await client.ask(.post, "/adfs/oauth2/token", form: body)
                #expect(answer.status == status, "\(body.prefix(80))")
                #expect(answer.json["error"] == .string(error), "\(body.prefix(80))")
                #expect(answer.json["error_description"]?.stringValue?.isEmpty == false)
                #expect(!answer.text.contains(made.clientSecret))
            }
        }
    }

    @Test func `who fails too often is told when to come again`() async throws {
        let site = try await SignInSite()
        let made = try await site.create("ci")
        try await site.test { client in
            let wrong = "grant_type=client_credentials&client_id=\(made.clientID)&client_secret=x"
            for _ in 0..<10 {
                let answer = try await client.ask(.post, "/adfs/oauth2/token", form: wrong)
                #expect(answer.status == .unauthorized)
            }
            let answer = try await client.ask(.post, "/adfs/oauth2/token", form: form(made))
            #expect(answer.status == .tooManyRequests)
            let wait = answer.headers[.retryAfter].flatMap(Int.init)
            #expect(wait.map { (1...60).contains($0) } == true)
        }
    }

    @Test func `newer clients are told of one cloud, older ones of a list`() async throws {
        let site = try await SignInSite()
        try await site.test { client in
            let new = try await client.ask(.get, "/metadata/endpoints?api-version=2022-09-01")
            #expect(new.status == .ok)
            let old = try await client.ask(.get, "/metadata/endpoints?API-Version=2019-05-01")
            #expect(old.json == .array([new.json]))
            #expect(new.json["name"] == .string("here"))
            #expect(new.json["resourceManager"] == .string(SignInSite.origin))
            let login = new.json["authentication"]
            #expect(login?["loginEndpoint"] == .string("\(SignInSite.origin)/adfs"))
            #expect(login?["audiences"] == .array([.string(SignInSite.origin)]))
            #expect(new.json["suffixes"]?["keyVaultDns"]?.stringValue?.isEmpty == false)
        }
    }

    @Test func `discovery leads to tokens and keys that the node serves`() async throws {
        let site = try await SignInSite()
        let tenant = site.access.identity.tenantID
        let made = try await site.create("ci")
        try await site.test { client in
            for (prefix, issuer) in [
                ("/adfs", "/adfs"), ("/adfs/\(tenant)", "/adfs/\(tenant)"),
                ("/adfs/\(tenant)/v2.0", "/adfs/\(tenant)"),
                // A name instead of an id: clients take the tenant from the issuer's last part.
                ("/adfs/adfs/v2.0", "/adfs/\(tenant)"),
            ] {
                let path = "\(prefix)/.well-known/openid-configuration"
                let found = try await client.ask(.get, path)
                #expect(found.status == .ok, "\(path)")
                #expect(found.json["issuer"] == .string(SignInSite.origin + issuer), "\(path)")
                let places = try ["token_endpoint", "jwks_uri"].map { name in
                    let url = try #require(found.json[name]?.stringValue)
                    #expect(url.hasPrefix("\(SignInSite.origin)/"))
                    return String(url.dropFirst(SignInSite.origin.count))
                }
                let token = try await client.ask(.post, places[0], form: form(made))
                #expect(token.status == .ok, "\(places[0])")
                let keys = try await client.ask(.get, places[1])
                let key = try #require(keys.json["keys"]?.elements.first)
                #expect(key["kid"] == .string(site.access.publicKey.id))
                #expect(key["crv"] == .string("P-256"))
                #expect(key["d"] == nil, "the private part stays here")
            }
        }
    }

    @Test(arguments: [
        ("node.example:8443", "node.example:8443"), ("[2001:db8::1]:8443", "[2001:db8::1]:8443"),
        ("evil.example/path", "localhost"), ("user@evil.example", "localhost"),
        ("evil\"quote", "localhost"), ("", "localhost"), ("ä.example", "localhost"),
        (String(repeating: "a", count: 256), "localhost"),
    ])
    func `a host that is none is not repeated`(host: String, expected: String) {
        let head = HTTPRequest(method: .get, scheme: "https", authority: host, path: "/")
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        #expect(SignIn.origin(request) == "https://\(expected)")
    }
}
