import Foundation
import Linux
import Testing

/// `apus check`, run as operators run it.
struct CheckTests {
    private let scope = "/subscriptions/s/resourceGroups/lab/providers/Microsoft.Network"

    /// A load balancer with a rule for each name, all to port 443 of the same pool.
    private func balancer(_ name: String = "lb", rules: [String] = ["a"], floating: Bool = true)
        -> String
    {
        let id = "\(scope)/loadBalancers/\(name)"
        let frontends = rules.enumerated().map { number, rule in
            #"{"name": "\#(rule)", "properties": {"privateIPAddress": "192.0.2.\#(100 + number)"}}"#
        }
        let texts = rules.map { rule in
            """
            {"name": "\(rule)", "properties": {"protocol": "Tcp", "enableFloatingIP": \(floating),
             "frontendPort": 443, "backendPort": 443,
             "frontendIPConfiguration": {"id": "\(id)/frontendIPConfigurations/\(rule)"},
             "backendAddressPool": {"id": "\(id)/backendAddressPools/pool"}}}
            """
        }
        return """
            {"id": "\(id)", "name": "\(name)", "type": "Microsoft.Network/loadBalancers",
             "sku": {"name": "Standard"}, "properties": {
             "frontendIPConfigurations": [\(frontends.joined(separator: ","))],
             "backendAddressPools": [{"name": "pool", "properties": {
               "loadBalancerBackendAddresses": [
                 {"name": "m", "properties": {"ipAddress": "192.0.2.11"}}]}}],
             "loadBalancingRules": [\(texts.joined(separator: ","))]}}
            """
    }

    private func check(_ arguments: String...) throws -> ChildProcess.Outcome {
        try Executable.run("apus", ["check"] + arguments)
    }

    @Test func `a good document has nothing to say about and ends with zero`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("lb.json", balancer(rules: ["a", "b"]))
        let outcome = try check(file)
        #expect(outcome.status == .exited(0))
        #expect(outcome.output == "No errors, no warnings.\n")
        #expect(outcome.errors == "")
    }

    @Test func `a backend port used twice without Floating IP is refused with Azure's code`() throws
    {
        let folder = try TemporaryFolder()
        let file = try folder.write("lb.json", balancer(rules: ["a", "b"], floating: false))
        let outcome = try check(file)
        #expect(outcome.status == .exited(1))
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first == file)
        #expect(lines.contains("  error RulesUseSameBackendPortProtocolAndPool"))
        #expect(lines.contains { $0.hasPrefix("    at: \(scope)/loadBalancers/lb/") })
        #expect(lines.contains { $0.hasPrefix("    do: ") })
        #expect(lines.last == "1 error, 0 warnings.")
        #expect(outcome.errors == "")
    }

    @Test func `the report for programs says the same in JSON`() throws {
        struct Report: Decodable {
            struct Finding: Decodable {
                let severity: String
                let code: String
                let message: String
                let target: String
                let source: String
                let remedy: String
            }
            let errors: Int
            let warnings: Int
            let findings: [Finding]
        }
        func report(_ outcome: ChildProcess.Outcome) throws -> Report {
            try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        }
        let folder = try TemporaryFolder()
        let good = try folder.write("good.json", balancer())
        let first = try check("--json", good)
        #expect(first.status == .exited(0))
        #expect(try report(first).findings.isEmpty)

        let bad = try folder.write("bad.json", balancer(rules: ["a", "b"], floating: false))
        let second = try check(bad, "--json")
        #expect(second.status == .exited(1))
        let found = try report(second)
        #expect(found.errors == found.findings.count)
        #expect(found.errors > 0)
        #expect(found.warnings == 0)
        let finding = try #require(found.findings.first)
        #expect(finding.severity == "error")
        #expect(finding.code == "RulesUseSameBackendPortProtocolAndPool")
        #expect(finding.source == bad)
        #expect(finding.target.hasPrefix("\(scope)/loadBalancers/lb"))
        #expect(!finding.message.isEmpty && !finding.remedy.isEmpty)
    }

    @Test func `documents are checked together`() throws {
        let folder = try TemporaryFolder()
        let one = try folder.write("one.json", balancer())
        let two = try folder.write("two.json", balancer("lb2"))
        // Alone each is good; together they use the same frontend address.
        #expect(try check(one).status == .exited(0))
        #expect(try check(two).status == .exited(0))
        let both = try check(one, two)
        #expect(both.status == .exited(1))
        #expect(both.output.contains("192.0.2.100"))
    }

    @Test(arguments: [[], ["--json"]])
    func `a document that is no JSON is named on standard error`(options: [String]) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("lb.json", "{\"id\": ")
        let outcome = try Executable.run("apus", ["check", file] + options)
        #expect(outcome.status == .exited(1))
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("Error: \(file): expected JSON"))
    }

    @Test func `a file that cannot be read is named with the system's word`() throws {
        let folder = try TemporaryFolder()
        let absent = "\(folder.path)/absent.json"
        for (path, reason) in [
            (absent, "No such file or directory"), (folder.path, "Is a directory"),
        ] {
            let outcome = try check(path)
            #expect(outcome.status == .exited(1))
            #expect(outcome.output == "")
            #expect(outcome.errors == "Error: cannot read \(path): \(reason)\n")
        }
    }

    @Test func `nothing to check is a usage error`() throws {
        let outcome = try check()
        #expect(outcome.status == .exited(64))
        #expect(outcome.errors.contains("<files>"))
    }
}
