import Access
import Foundation
import HTTPTypes
import HummingbirdTesting
import Resources
import Storage
import Testing

@testable import API

@Suite("Who may do what")
struct AuthenticationTests {
    private static let balancer =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/lb"

    @Test func `a request without a good token is told where to sign in`() async throws {
        let site = try await SignInSite()
        let made = try await site.create("short", lifetime: 1)
        let token = try await site.token("short")
        let tenant = site.access.identity.tenantID
        try await site.test { client in
            for (authorization, code) in [
                (nil, "AuthenticationFailed"), ("", "AuthenticationFailed"),
                ("Bearer", "AuthenticationFailed"), ("Basic eDp4", "AuthenticationFailed"),
                ("Bearer x", "InvalidAuthenticationToken"),
                ("Bearer \(made.clientSecret)", "InvalidAuthenticationToken"),
            ] {
                let answer = try await client.ask(
                    .get,
                    Self.balancer,
                    authorization: authorization
                )
                #expect(answer.status == .unauthorized, "\(authorization ?? "none")")
                #expect(answer.code == code, "\(authorization ?? "none")")
                let header = answer.headers[.wwwAuthenticate] ?? ""
                let authority = "\(SignInSite.origin)/\(tenant)"
                #expect(header.hasPrefix("Bearer authorization_uri=\"\(authority)\""))
                #expect(!answer.text.contains(made.clientSecret))
            }
            let deadline = ContinuousClock.now + .seconds(30)
            var code: String?
            while code == nil, ContinuousClock.now < deadline {
                code = try await client.ask(
                    .get,
                    Self.balancer,
                    authorization: "Bearer \(token)"
                ).code
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(code == "ExpiredAuthenticationToken")
        }
    }

    @Test func `a reader reads, also by Azure's POSTs that change nothing`() async throws {
        let site = try await SignInSite()
        _ = try await site.create("eyes", .reader)
        let header = "Bearer \(try await site.token("eyes"))"
        try await site.test { client in
            for (method, path) in [
                (HTTPRequest.Method.get, Self.balancer),
                (.post, "\(Self.balancer)/loadBalancingRules/r/health"),
                (.post, "\(Self.balancer)/loadBalancingRules/r/HEALTH?api-version=2025-01-01"),
                (.post, "\(Self.balancer)/backendAddressPools/p/queryInboundNatRulePortMapping"),
            ] {
                let answer = try await client.ask(method, path, authorization: header)
                #expect(answer.status == .ok, "\(method) \(path)")
                #expect(answer.text == "eyes")
            }
            // Let through, though this site serves nothing there.
            let report = try await client.ask(
                .put,
                "/apus/guests/192.0.2.11",
                authorization: header
            )
            #expect(report.status == .notFound)
            for (method, path) in [
                (HTTPRequest.Method.put, Self.balancer), (.patch, Self.balancer),
                (.delete, Self.balancer), (.post, "\(Self.balancer)/migrateToIpBased"),
                (.put, "\(Self.balancer)/health"), (.delete, "/apus/guests/192.0.2.11"),
                (.put, "\(Self.balancer)/apus/guests/x"), (.delete, "\(Self.balancer)/x/health"),
                (.post, "\(Self.balancer)/migrateToIpBased?x=/health"),
            ] {
                let answer = try await client.ask(method, path, authorization: header)
                #expect(answer.status == .forbidden, "\(method) \(path)")
                #expect(answer.code == "AuthorizationFailed")
            }
        }
    }

    @Test func `a contributor changes, until it is revoked`() async throws {
        let site = try await SignInSite()
        _ = try await site.create("ci")
        let header = "Bearer \(try await site.token("ci"))"
        try await site.test { client in
            for method in [HTTPRequest.Method.put, .patch, .delete, .post] {
                let answer = try await client.ask(method, Self.balancer, authorization: header)
                #expect(answer.text == "ci", "\(method)")
            }
            try await site.access.revoke(name: "ci", by: "root")
            let answer = try await client.ask(.get, Self.balancer, authorization: header)
            #expect(answer.status == .unauthorized)
            #expect(answer.code == "InvalidAuthenticationToken")
        }
    }

    @Test func `access is given on the local socket alone`() async throws {
        let site = try await SignInSite()
        _ = try await site.create("ci")
        let header = "Bearer \(try await site.token("ci"))"
        try await site.test { client in
            for (method, path) in [
                (HTTPRequest.Method.get, "/apus/access"), (.post, "/apus/access"),
                (.delete, "/apus/access/ci"), (.post, "/apus/access/ci/token"),
            ] {
                let answer = try await client.ask(method, path, authorization: header)
                #expect(answer.status == .forbidden, "\(method) \(path)")
                #expect(answer.code == "AuthorizationFailed")
            }
        }
        #expect(await site.access.list().map(\.name) == ["ci"])
    }
}
