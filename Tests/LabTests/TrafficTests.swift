import Addresses
import Foundation
import Lab
import Linux
import PacketFormats
import Testing

@Suite(.needsLab, .timeLimit(.minutes(10)))
struct TrafficTests {
    @Test(arguments: ["192.0.2.2", "2001:db8::2"])
    func `a client sees a site's certificate and what the server saw`(host: String) throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let server = try address(host)
            let site = NginxSite(
                address: server,
                port: 443,
                certificate: try lab.certificate(for: "shop.example")
            )
            _ = try net.b.startNginx([site], label: "machine b")
            var request = CurlRequest(site)
            request.sourcePort = 40_001
            let response = try net.a.curl(request)
            #expect(response.status == 200)
            #expect(response.certificateName == "shop.example")
            #expect(response.remoteAddress == server)
            #expect(response.localPort == 40_001)
            let answer = try response.answer()
            #expect(answer.machine == "machine b")
            #expect(answer.serverAddress == server)
            #expect(answer.serverPort == 443)
            let client = server.version == .ipv4 ? "192.0.2.1" : "2001:db8::1"
            #expect(answer.clientAddress == (try address(client)))
        }
    }

    @Test func `two sites share a machine and a port under their own certificates`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            try net.b.addFloatingAddress(try address("192.0.2.100"))
            try net.b.addFloatingAddress(try address("192.0.2.101"))
            let sites = try [("192.0.2.100", "one.example"), ("192.0.2.101", "two.example")].map {
                NginxSite(
                    address: try address($0.0),
                    port: 443,
                    certificate: try lab.certificate(for: $0.1)
                )
            }
            _ = try net.b.startNginx(sites)
            for site in sites {
                let hop = "\(net.onB.ethernetAddress)"
                try net.a.run(
                    ["ip", "neigh", "add", "\(site.address)", "lladdr", hop, "dev", "eth0"]
                )
                let response = try net.a.curl(CurlRequest(site))
                #expect(response.certificateName == site.certificate?.name)
                #expect(try response.answer().serverAddress == site.address)
            }
        }
    }

    @Test func `a certificate of another name is not accepted`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let here = try address("192.0.2.2")
            let site = NginxSite(
                address: here,
                port: 443,
                certificate: try lab.certificate(for: "shop.example")
            )
            _ = try net.b.startNginx([site])
            var request = CurlRequest(site)
            request.trust = .certificate(try lab.certificate(for: "other.example"))
            let error = #expect(throws: LabError.self) { try net.a.curl(request) }
            guard case .commandFailed(_, _, let outcome) = error else {
                Issue.record("unexpected error \(String(describing: error))")
                return
            }
            #expect(outcome.status == .exited(60))
        }
    }

    @Test func `a plain site answers with a text of its own`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let site = NginxSite(
                address: try address("192.0.2.2"),
                port: 8080,
                response: "say \"$remote_addr\" \\ done\n"
            )
            _ = try net.b.startNginx([site])
            let response = try net.a.curl(CurlRequest(site))
            #expect(response.body == "say \"192.0.2.1\" \\ done\n")
            #expect(response.certificateSubject == nil)
        }
    }

    @Test func `a server that cannot start is told with its log`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let site = NginxSite(address: try address("192.0.2.99"), port: 80)
            let error = #expect(throws: LabError.self) { try net.b.startNginx([site]) }
            #expect(error?.description.contains("192.0.2.99:80") == true)
        }
    }

    @Test func `a capture counts the packets that pass`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let requests = "icmp[icmptype] == icmp-echo"
            let atMachine = try net.a.capture(on: "eth0", requests)
            let atPort = try net.segment.capture(portOf: net.onB, requests)
            let replies = try net.segment.capture(portOf: net.onA, "icmp and src host 192.0.2.2")
            let none = try net.b.capture(on: "eth0", "udp")
            try net.a.run(["ping", "-n", "-c", "5", "-i", "0.01", "-W", "2", "192.0.2.2"])
            try atPort.waitForPackets(5)
            let lines = try atPort.stop()
            #expect(lines.count == 5)
            let hop = "\(net.onA.ethernetAddress) > \(net.onB.ethernetAddress), "
            #expect(lines.allSatisfy { $0.hasPrefix(hop) && $0.contains("192.0.2.1 > 192.0.2.2") })
            #expect(try atMachine.stop().count == 5)
            #expect(try replies.stop().count == 5)
            #expect(try none.stop() == [])
        }
    }

    @Test func `a capture without a filter has every packet`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let capture = try net.b.capture(on: "eth0")
            try net.a.run(["ping", "-n", "-c", "1", "-W", "2", "192.0.2.2"])
            let lines = try capture.stop()
            #expect(lines.contains { $0.contains("ARP") })
            #expect(lines.filter { $0.contains("ICMP echo re") }.count == 2)
        }
    }
}
