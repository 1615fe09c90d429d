import Addresses
import Foundation
import Lab
import Linux
import Testing

/// The commands of every kind of resource, against a running daemon.
@Suite(.needsKernel, .timeLimit(.minutes(5)))
struct ResourceCommandTests {
    /// Makes a load balancer with a frontend, a pool of two members, a probe and a rule.
    static func serve(_ site: NodeSite) throws {
        try site.done("lb create -n web")
        try site.done("frontend create --lb web -n front --address \(NodeSite.frontend)")
        try site.done("pool create --lb web -n pool")
        try site.done("member create --lb web --pool pool --address 192.0.2.11 -n one")
        try site.done("member create --lb web --pool pool --address 192.0.2.12 -n two")
        try site.done("probe create --lb web -n alive --protocol Tcp --port 7000 --interval 5")
        try site.done(
            """
            rule create --lb web -n echo --protocol Tcp --frontend-port 7000 --backend-port 7000 \
            --probe alive --floating-ip true
            """
        )
    }

    @Test func `a floating rule that was created carries traffic`() throws {
        try NodeSite.with { site in
            let address = try #require(IPAddress(NodeSite.frontend))
            for (index, member) in site.members.enumerated() {
                try member.addFloatingAddress(address)
                _ = try member.startNginx([NginxSite(address: address, port: 7000)])
                // The probe asks the member's own address.
                let own = try #require(IPAddress("192.0.2.\(11 + index)"))
                _ = try member.startEcho(.tcp, address: own, ports: [7001])
            }
            try Self.serve(site)
            try site.done("probe update --lb web -n alive --port 7001")
            try waitUntil("both members are up", within: .seconds(60)) {
                try site.rows("rule health --lb web -n echo").map { $0[1] } == ["Up", "Up"]
            }
            let request = CurlRequest(NginxSite(address: address, port: 7000))
            #expect(try site.client.curl(request).status == 200)
            #expect(try site.done("status").contains("/loadBalancingRules/echo"))
            try site.done("rule delete --lb web -n echo")
            #expect(try site.rows("rule list --lb web") == [])
            #expect(throws: (any Error).self) { try site.client.curl(request) }
        }
    }

    @Test func `every kind is created, shown, listed, updated and deleted`() throws {
        try NodeSite.with { site in
            try Self.serve(site)
            #expect(try site.rows("lb list") == [["web", "default", "1", "1", "1", "Succeeded"]])
            #expect(try site.rows("lb list -g default").count == 1)
            #expect(try site.done("lb update -n web --tags a=b -o json").contains(#""a" : "b""#))
            #expect(try site.done("lb show -n web -o yaml").contains("tags:\n  a: b\n"))

            #expect(
                try site.rows("frontend update --lb web -n front --address 192.0.2.101")[0][1]
                    == "192.0.2.101"
            )
            #expect(try site.rows("frontend show --lb web -n front")[0].last == "echo")
            #expect(
                try site.rows("pool update --lb web -n pool --drain-period 30")
                    == [["pool", "2", "30", "echo"]]
            )
            let updated = "member update --lb web --pool pool -n two --weight 5 --admin-state Up"
            #expect(try site.rows(updated) == [["two", "192.0.2.12", "Up", "5"]])
            #expect(
                try site.rows("member list --lb web --pool pool").map { $0[0] } == ["one", "two"]
            )
            #expect(try site.rows("member show --lb web --pool pool -n one")[0][1] == "192.0.2.11")
            #expect(try site.rows("probe update --lb web -n alive --port 81")[0][2] == "81")
            #expect(try site.rows("rule update --lb web -n echo --probe ''")[0][6] == "")
            #expect(try site.rows("probe list --lb web")[0].last == "", "no rule asks it")

            try site.done(
                """
                nat-rule create --lb web -n nat --protocol Tcp --pool pool --backend-port 22 \
                --frontend-port-range-start 3000 --frontend-port-range-end 3010
                """
            )
            #expect(try site.rows("nat-rule list --lb web")[0][3] == "3000-3010")
            let nat = "nat-rule update --lb web -n nat --frontend-port-range-end 3020"
            #expect(try site.rows(nat)[0][3] == "3000-3020")
            #expect(try site.rows("nat-rule show --lb web -n nat")[0][5] == "pool")

            for line in [
                "nat-rule delete --lb web -n nat", "rule delete --lb web -n echo",
                "probe delete --lb web -n alive", "member delete --lb web --pool pool -n two",
                "pool delete --lb web -n pool", "frontend delete --lb web -n front",
                "lb delete -n web",
            ] { try site.done(line) }
            #expect(try site.done("lb list") == "")
        }
    }

    @Test func `a public frontend brings its address, and an outbound rule uses it`() throws {
        try NodeSite.with { site in
            try site.done("lb create -n out -g edge")
            let frontend = "frontend create --lb out -g edge -n pub --public-ip-address 192.0.2.70"
            #expect(try site.rows(frontend) == [["pub", "", "pub", "", ""]])
            try site.done("pool create --lb out -g edge -n pool")
            try site.done("member create --lb out -g edge --pool pool --address 192.0.2.11")
            try site.done(
                "outbound-rule create --lb out -g edge -n snat --protocol All --outbound-ports 1024"
            )
            #expect(
                try site.rows("outbound-rule list --lb out -g edge")
                    == [["snat", "All", "pub", "pool", "1024", "4"]]
            )
            let update = "outbound-rule update --lb out -g edge -n snat --idle-timeout 15"
            #expect(try site.rows(update)[0][5] == "15")
            #expect(try site.rows("outbound-rule show --lb out -g edge -n snat")[0][4] == "1024")
            try site.done("outbound-rule delete --lb out -g edge -n snat")

            // A frontend that is refused takes the address back that was made for it.
            let words =
                "frontend create --lb out -g edge -n bad/name --public-ip-address 192.0.2.71"
            #expect(
                try site.apus(words.split(separator: " ").map(String.init)).status == .exited(64)
            )
            try site.done("lb create -n inside -g edge")
            try site.done("frontend create --lb inside -g edge -n a --address 192.0.2.101")
            let mixed = "frontend create --lb inside -g edge -n b --public-ip-address 192.0.2.71"
            let outcome = try site.apus(mixed.split(separator: " ").map(String.init))
            #expect(outcome.status == .exited(1))
            #expect(outcome.errors.contains("(PublicAndPrivateFrontendsCannotBeMixed)"))
            #expect(!(try site.done("export")).contains("192.0.2.71"))
        }
    }

    @Test func `changes that people make at the same time are all there`() throws {
        try NodeSite.with { site in
            try site.done("lb create -n web")
            let program = Executable.path("apus")
            let running = try (1...6).map { number in
                try site.node.start(
                    [
                        program, "frontend", "create", "--lb", "web", "-n", "f\(number)",
                        "--address",
                        "192.0.2.\(100 + number)", "--config", "\(site.folder)/node.yaml",
                    ],
                    label: "create-\(number)"
                )
            }
            for process in running { #expect(try process.waitForExit() == .exited(0)) }
            let names = try site.rows("frontend list --lb web").map { $0[0] }.sorted()
            #expect(names == (1...6).map { "f\($0)" })
        }
    }
}
