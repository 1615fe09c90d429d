import Addresses
import ControlPlane
import Foundation
import Lab
import TableStorage
import Testing

/// Real connections through changes of the pool: what began on a member stays there.
@Suite(.needsKernel, .timeLimit(.minutes(10)))
struct EstablishedFlowTests {
    private static let connections = 8

    @Test func `connections stay with their member when it is taken out and comes back`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try serve(on: site)
            var balancer = BalancerText()
            try site.write(balancer.json)
            let daemon = try site.startApplied()
            let clients = try (0..<Self.connections).map { try converse($0, site) }
            let first = try clients.map { try answer(1, of: $0) }
            #expect(Set(first) == ["one", "two"], "both members must have connections")

            balancer.down = ["192.0.2.11"]
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            try go(2, lab)
            #expect(try clients.map { try answer(2, of: $0) } == first)
            let late = try (100..<100 + Self.connections).map { try converse($0, site) }
            #expect(try Set(late.map { try answer(1, of: $0) }) == ["two"])

            balancer.down = []
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            try go(3, lab)
            #expect(try clients.map { try answer(3, of: $0) } == first)
            #expect(try Set(late.map { try answer(3, of: $0) }) == ["two"])
            #expect(try !DataPlane.view(pins: site.pins.path).readPins().isEmpty)
            try daemon.stop()
            try site.detach()
        }
    }

    /// Servers that say their machine's name before each line that they get.
    private func serve(on site: Site) throws {
        let frontend = try address("192.0.2.100")
        for member in site.members {
            try member.addFloatingAddress(frontend)
            let talk = "SYSTEM:while read -r line; do echo \(member.name) $line; done"
            let listen = "TCP-LISTEN:7000,bind=192.0.2.100,fork,reuseaddr"
            let server = try member.start(["socat", listen, talk], label: "serve-\(member.name)")
            try server.wait(until: "\(member.name) listens", within: .seconds(30)) {
                try member.run(["ss", "-Hltn", "sport = 7000"]).contains("192.0.2.100")
            }
        }
    }

    /// A connection that says one line, and each further one when its file appears.
    private func converse(_ number: Int, _ site: Site) throws -> LabProcess {
        let script = """
            exec 3<>/dev/tcp/192.0.2.100/7000 || exit 1
            for turn in 1 2 3; do
                until [ $turn = 1 ] || [ -e "\(site.lab.directory)/turn$turn" ]; do sleep 0.02; done
                echo $turn >&3
                read -r -t 20 -u 3 name line || exit 1
                echo "turn $line: $name"
            done
            sleep 1000
            """
        return try site.client.start(["bash", "-c", script], label: "client-\(number)")
    }

    private func go(_ turn: Int, _ lab: Lab) throws {
        try "".write(toFile: "\(lab.directory)/turn\(turn)", atomically: true, encoding: .utf8)
    }

    /// The machine that answered a turn of a connection.
    private func answer(_ turn: Int, of client: LabProcess) throws -> String {
        let mark = "turn \(turn): "
        var machine: String?
        try client.wait(until: "turn \(turn) is answered", within: .seconds(60)) {
            let line = try client.output().split(separator: "\n").first { $0.hasPrefix(mark) }
            machine = line.map { String($0.dropFirst(mark.count)) }
            return machine != nil
        }
        return try #require(machine)
    }
}
