import Addresses
import Foundation
import Lab
import Linux
import Testing

/// `apus-guest` on a machine of a lab, in front of which the daemon forwards.
@Suite(.needsLab, .timeLimit(.minutes(10)))
struct GuestLabTests {
    @Test func `apply makes a floating frontend work, for IPv4 and IPv6`() throws {
        try Lab.with { lab in
            let site = try GuestSite(lab)
            try site.serve()
            let web6 = "http://[2001:db8::100]/"
            try site.forwarding {
                // The guest drops what is for an address that it does not have.
                #expect(try !site.answers())
                #expect(try !site.answers(web6))
                let before = try site.fingerprint()

                let verdict = try site.apusGuest("verify", "--file", site.documentFile)
                #expect(verdict.status == .exited(1))
                #expect(verdict.output.contains("missing address 192.0.2.100/32 on lo"))
                #expect(verdict.output.contains("do: ip address add 192.0.2.100/32 dev lo"))

                let plan = try site.apusGuest("plan", "--file", site.documentFile)
                #expect(plan.status.isSuccess)
                #expect(plan.output.contains("undo: ip address del 192.0.2.100/32 dev lo"))
                #expect(try site.fingerprint() == before, "neither of them changes anything")

                let applied = try site.apusGuest("apply", "--file", site.documentFile)
                #expect(applied.status.isSuccess, "\(applied.errors)")
                try waitUntil("the IPv4 frontend answers") { try site.answers() }
                try waitUntil("the IPv6 frontend answers") { try site.answers(web6) }
                let lo = try site.guest.run(["ip", "address", "show", "dev", "lo"])
                #expect(lo.contains("inet 192.0.2.100/32 scope global lo"))
                let six = lo.split(separator: "\n").first { $0.contains("2001:db8::100/128") }
                #expect(six?.contains("nodad") == true && six?.contains("deprecated") == true)
                let after = try site.fingerprint()
                #expect(after.contains("./etc/netplan/60-apus.yaml"))

                let again = try site.apusGuest("apply", "--file", site.documentFile)
                #expect(again.output.hasPrefix("Nothing to do.\n"))
                #expect(try site.fingerprint() == after)

                #expect(try site.apusGuest("remove").status.isSuccess)
                #expect(try site.fingerprint() == before)
                #expect(try !site.answers())
                let nothing = try site.apusGuest("remove")
                #expect(nothing.output == "Nothing to take back.\n")
            }
        }
    }

    @Test func `what was there before is kept by remove`() throws {
        try Lab.with { lab in
            let site = try GuestSite(lab)
            try site.guest.addAddress(try prefix("192.0.2.100/32"), to: "lo")
            try site.guest.setSysctl("net/ipv4/conf/all/arp_ignore", to: "1")
            let before = try site.fingerprint()
            #expect(try site.apusGuest("apply", "--address", "192.0.2.100").status.isSuccess)
            let changed = try site.fingerprint()
            #expect(changed != before)
            #expect(try site.apusGuest("remove").status.isSuccess)
            #expect(try site.fingerprint() == before)
        }
    }

    /// Whether the guest answers ARP requests for an address.
    private func answersARP(_ site: GuestSite, for target: String) throws -> Bool {
        // Without a neighbour entry the kernel asks the segment first.
        _ = try site.client.outcome(of: ["ip", "neighbour", "del", target, "dev", "eth0"])
        let ping = ["ping", "-c", "1", "-W", "2", target]
        return try site.client.outcome(of: ping).status.isSuccess
    }

    @Test func `a guest that answers ARP for the frontend is silenced`() throws {
        try Lab.with { lab in
            let site = try GuestSite(lab)
            try site.guest.addAddress(try prefix("192.0.2.100/32"), to: "lo")
            #expect(try answersARP(site, for: "192.0.2.100"))
            let plan = try site.apusGuest("verify", "--address", "192.0.2.100")
            #expect(plan.status == .exited(1))
            #expect(plan.output.contains("the guest answers ARP for the frontend"))
            #expect(try site.apusGuest("apply", "--address", "192.0.2.100").status.isSuccess)
            #expect(try !answersARP(site, for: "192.0.2.100"))
            #expect(try answersARP(site, for: "192.0.2.11"), "its own address it still tells")
        }
    }

    @Test func `a strict filter is loosened where replies leave by another interface`() throws {
        try Lab.with { lab in
            let site = try GuestSite(lab)
            let back = try lab.segment("back")
            try site.guest.attach(to: back, addresses: [try prefix("203.0.113.11/24")])
            try site.guest.run(["ip", "route", "add", "default", "via", "203.0.113.1"])
            try site.guest.setSysctl("net/ipv4/conf/all/rp_filter", to: "1")
            let before = try site.fingerprint()
            #expect(
                try site.apusGuest(
                    "apply",
                    "--address",
                    "192.0.2.100",
                    "--own-address",
                    "192.0.2.11"
                )
                .status.isSuccess
            )
            let settings = try site.fingerprint()
            #expect(settings.contains("eth0/rp_filter:2"))
            #expect(settings.contains("eth1/rp_filter:0"), "the others stay")
            // A client whose way back is not by eth0, and whose packets were dropped before.
            try site.client.addAddress(try prefix("198.51.100.7/32"), to: "lo")
            try site.client.addRoute(
                to: try prefix("192.0.2.100/32"),
                via: try address("192.0.2.11")
            )
            #expect(try received(site, from: "198.51.100.7"))
            #expect(try site.apusGuest("remove").status.isSuccess)
            #expect(try site.fingerprint() == before)
            try site.guest.addAddress(try prefix("192.0.2.100/32"), to: "lo")
            #expect(try !received(site, from: "198.51.100.7"), "the strict filter drops it")
        }
    }

    /// Whether a datagram to the frontend reaches a socket of the guest.
    private func received(_ site: GuestSite, from source: String) throws -> Bool {
        let log = lab(site, "datagram")
        let server = try site.guest.start(
            ["socat", "-u", "UDP4-RECV:5300", "OPEN:\(log),creat,append"],
            label: "socat"
        )
        defer { server.terminate() }
        try server.wait(until: "the socket is there") {
            try site.guest.run(["cat", "/proc/net/udp"]).contains(":14B4 ")
        }
        // A second one from the guest's own neighbour shows that the first has been dropped.
        for (text, sender) in [("far", source), ("near", "192.0.2.10")] {
            let target = "UDP4-SENDTO:192.0.2.100:5300,bind=\(sender)"
            try site.client.run(["socat", "-u", "STDIN", target], input: "\(text)\n")
        }
        func text() -> String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
        try server.wait(until: "the near datagram is there") { text().contains("near") }
        return text().contains("far")
    }

    private func lab(_ site: GuestSite, _ name: String) -> String {
        "\(site.lab.directory)/\(name)-\(UUID().uuidString)"
    }

    @Test func `a firewall that drops is found, opened on request and closed again`() throws {
        try Lab.with { lab in
            let site = try GuestSite(lab)
            try site.serve()
            try site.guest.run(
                ["nft", "-f", "-"],
                input: """
                    table inet filter {
                      chain input {
                        type filter hook input priority 0; policy drop;
                        iifname "lo" accept
                        ct state established,related accept
                        meta l4proto { icmp, ipv6-icmp } accept
                        ip daddr 192.0.2.11 tcp dport 80 accept
                      }
                    }

                    """
            )
            let before = try site.fingerprint()
            let applied = try site.apusGuest("apply", "--file", site.documentFile)
            #expect(
                applied.output.contains(
                    "missing firewall for 192.0.2.100 tcp 80: chain inet filter input drops it"
                )
            )
            try site.forwarding {
                #expect(try !site.answers())
                let opened = try site.apusGuest(
                    "apply",
                    "--file",
                    site.documentFile,
                    "--open-firewall"
                )
                #expect(opened.status.isSuccess, "\(opened.errors)")
                try waitUntil("the frontend answers") { try site.answers() }
                let again = try site.apusGuest("apply", "--file", site.documentFile)
                #expect(again.output.hasPrefix("Nothing to do.\n"))
            }
            let removed = try site.apusGuest("remove")
            #expect(removed.status.isSuccess, "\(removed.errors)")
            #expect(try site.fingerprint() == before)
        }
    }

    @Test func `a service bound to one address only is told with what it lacks`() throws {
        try Lab.with { lab in
            let site = try GuestSite(lab)
            let service = "service at 192.0.2.100 tcp 80"
            let probe = "health probe at 192.0.2.11 tcp 80"
            func verdict() throws -> String {
                try site.apusGuest("verify", "--file", site.documentFile).output
            }
            #expect(try site.apusGuest("apply", "--file", site.documentFile).status.isSuccess)
            #expect(try verdict().contains("missing \(service): nothing listens on tcp 80"))
            for (bound, told) in [
                ("192.0.2.11", "missing \(service): the service is bound to 192.0.2.11 only"),
                ("192.0.2.100", "missing \(probe): the service is bound to 192.0.2.100 only"),
            ] {
                let server = try site.guest.startNginx([
                    NginxSite(address: try address(bound), port: 80)
                ])
                #expect(try verdict().contains(told))
                server.stop()
            }
            try site.serve()
            let served = try site.apusGuest("verify", "--file", site.documentFile)
            #expect(served.status.isSuccess, "\(served.output)")
            #expect(served.output.contains("ok      \(service): listening"))
            #expect(served.output.contains("ok      \(probe): listening"))
        }
    }
}
