import Addresses
import Foundation
import Lab
import Linux
import PacketFormats
import Testing

@Suite(.needsLab, .timeLimit(.minutes(10)))
struct MachineTests {
    @Test func `a command that fails names itself, its machine and its errors`() throws {
        try Lab.with { lab in
            let machine = try lab.machine("a")
            let error = #expect(throws: LabError.self) {
                try machine.run(["sh", "-c", "echo broken >&2; exit 4"])
            }
            let text = try #require(error?.description)
            #expect(text.contains("on a ended with exit code 4: broken"))
        }
    }

    @Test func `a process that ends early is told with its log`() throws {
        try Lab.with { lab in
            let process = try lab.machine("a").start(["sh", "-c", "echo no such luck; exit 5"])
            let error = #expect(throws: LabError.self) {
                try process.wait(until: "it is lucky") { false }
            }
            let text = try #require(error?.description)
            #expect(text.contains("exit code 5: no such luck"))
            #expect(try process.waitForExit() == .exited(5))
        }
    }

    @Test func `a condition that does not come about is named`() {
        let error = #expect(throws: LabError.self) {
            try waitUntil("pigs fly", within: .milliseconds(20), detail: { "they walk" }) { false }
        }
        #expect(error?.description.hasSuffix("in vain until pigs fly: they walk") == true)
    }

    @Test func `system files show the machine's interfaces only when asked for`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let list = ["ls", "/sys/class/net"]
            #expect(try net.a.run(list, entry: .networkAndSystemFiles) == "eth0\nlo\n")
            let host = try NetlinkSession().interfaces().map(\.name).sorted()
            let shown = try net.a.run(list, entry: .network)
            #expect(shown.split(separator: "\n").map(String.init).sorted() == host)
        }
    }

    @Test func `a router forwards between two segments`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let far = try lab.segment("far")
            try net.b.attach(to: far, addresses: [try prefix("198.51.100.1/24")])
            try net.b.forwardPackets()
            let server = try lab.machine("server")
            try server.attach(to: far, addresses: [try prefix("198.51.100.9/24")])
            try server.addRoute(to: try prefix("0.0.0.0/0"), via: try address("198.51.100.1"))
            try net.a.addRoute(to: try prefix("198.51.100.0/24"), via: try address("192.0.2.2"))
            let echo = try server.startEcho(
                .tcp,
                address: try address("198.51.100.9"),
                ports: [7001]
            )
            let reply = try net.a.echo(
                "over the hill",
                over: .tcp,
                to: echo.address,
                port: 7001
            )
            #expect(reply == "over the hill")
        }
    }

    @Test(arguments: EchoTransport.allCases, ["192.0.2.2", "2001:db8::2"])
    func `echo servers answer on every port`(transport: EchoTransport, host: String) throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let target = try address(host)
            let echo = try net.b.startEcho(transport, address: target, ports: [7001, 7002, 7003])
            for port in echo.ports {
                let text = "\(transport) \(port)"
                let reply = try net.a.echo(
                    text,
                    over: transport,
                    to: target,
                    port: port,
                    within: .seconds(1)
                )
                #expect(reply == text)
            }
        }
    }

    @Test(arguments: ["192.0.2.100", "2001:db8::100"])
    func `a floating address is accepted but not claimed on the segment`(text: String) throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let floating = try address(text)
            try net.b.addFloatingAddress(floating)
            let ping = ["ping", "-n", "-c", "1", "-W", "1", text]
            // Nobody answers for it on the segment ...
            #expect(try !net.a.outcome(of: ping).status.isSuccess)
            // ... but a frame that is brought to the machine is accepted.
            let ethernet = net.onB.ethernetAddress
            try net.a.run(["ip", "neigh", "replace", text, "lladdr", "\(ethernet)", "dev", "eth0"])
            #expect(try net.a.outcome(of: ping).status.isSuccess)
            try net.b.removeFloatingAddress(floating)
            #expect(try !net.a.outcome(of: ping).status.isSuccess)
        }
    }

    @Test func `a port is prepared for native XDP`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let record = lab.directory + "/attached"
            try net.segment.prepareForNativeXDP(portOf: net.onA) { namespace, interface in
                let text = "\(namespace) \(interface)"
                try text.write(toFile: record, atomically: false, encoding: .utf8)
            }
            let port = net.onA.port
            #expect(
                try String(contentsOfFile: record, encoding: .utf8)
                    == "\(net.segment.namespace) \(port)"
            )
            let features = try ChildProcess.run(
                ["nsenter", "--net=/run/netns/\(net.segment.namespace)", "ethtool", "-k", port],
                until: .now + .seconds(10)
            )
            #expect(features.output.contains("tx-checksumming: off"))
        }
    }
}
