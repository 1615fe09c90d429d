import Addresses
import Foundation
import Lab
import Linux
import Testing

/// A guest behind a real firewall, and a client that sends to the frontend as a node would.
///
/// The client has host number 10, the guest 11; the frontend has 100, and port 80 is served.
struct FirewalledGuest {
    let client: Machine
    let guest: GuestRoot
    static let frontends = ["192.0.2.100", "2001:db8::100"]

    init(_ lab: Lab) throws {
        let segment = try lab.segment("lan")
        client = try lab.machine("client")
        try client.attach(
            to: segment,
            addresses: [try prefix("192.0.2.10/24"), try prefix("2001:db8::10/64")]
        )
        guest = try GuestRoot(lab, on: segment)
        for (own, whole) in [("192.0.2.11", "192.0.2.11/24"), ("2001:db8::11", "2001:db8::11/64")] {
            try guest.machine.addAddress(try prefix(whole), to: "eth0")
            let frontend = own.replacing(/11$/, with: "100")
            let length = own.contains(":") ? 128 : 32
            try client.addRoute(to: try prefix("\(frontend)/\(length)"), via: try address(own))
        }
        _ = try guest.machine.startNginx([
            NginxSite(address: try address("0.0.0.0"), port: 80),
            NginxSite(address: try address("::"), port: 80),
        ])
    }

    /// Runs a command of `apus-guest` for port 80 of both frontends.
    func apusGuest(_ words: String...) throws -> ChildProcess.Outcome {
        try guest.outcome(
            of: [program("apus-guest")] + words
                + ["--address", "192.0.2.100:80/tcp", "--address", "[2001:db8::100]:80/tcp"]
        )
    }

    /// Which frontends answer the client.
    func answering() throws -> [String] {
        try Self.frontends.filter { frontend in
            let host = frontend.contains(":") ? "[\(frontend)]" : frontend
            return try client.isAnswered("http://\(host)/")
        }
    }

    /// Follows a closed port from being found, through its opening, to its closing.
    ///
    /// `command` is the beginning of what a report says to do, `rules` everything that the firewall
    /// has and keeps, `reload` loads what it keeps anew, where an opening is kept, and `allow` is how
    /// an operator opens port 80 of everything.
    func follow(
        command: String,
        rules: () throws -> String,
        reload: () throws -> Void = {},
        allow: () throws -> Void
    ) throws {
        let applied = try apusGuest("apply")
        #expect(applied.status.isSuccess, "\(applied.errors)")
        let before = try rules()
        #expect(try answering() == [], "the firewall drops what nobody has opened")

        let closed = try apusGuest("verify")
        #expect(closed.status == .exited(1))
        for frontend in Self.frontends {
            let missing = "missing firewall for \(frontend) tcp 80: "
            #expect(closed.output.contains(missing), "\(closed.output)")
        }
        let missing = closed.output.matches(of: /missing firewall for/).count
        #expect(missing == Self.frontends.count, "each is told once: \(closed.output)")
        #expect(closed.output.contains("do: \(command)"), "\(closed.output)")
        #expect(try rules() == before, "to look changes nothing")

        let opened = try apusGuest("apply", "--open-firewall")
        #expect(opened.status.isSuccess, "\(opened.errors)")
        try waitUntil("both frontends answer") { try answering() == Self.frontends }
        let verdict = try apusGuest("verify")
        #expect(verdict.status.isSuccess, "\(verdict.output)")
        try reload()
        #expect(try answering() == Self.frontends, "the firewall keeps what was opened")
        let opening = try rules()
        #expect(opening != before)
        let again = try apusGuest("apply", "--open-firewall")
        #expect(again.output.hasPrefix("Nothing to do.\n"), "\(again.output)")
        #expect(try rules() == opening)

        let removed = try guest.apusGuest("remove")
        #expect(removed.status.isSuccess, "\(removed.errors)")
        let left = try difference(from: before, to: rules())
        #expect(left == [])

        try allow()
        let own = try apusGuest("apply", "--open-firewall")
        #expect(!own.output.contains("done: firewall "), "\(own.output)")
        #expect(try answering() == Self.frontends)
        let accepted = try apusGuest("verify")
        #expect(accepted.status.isSuccess, "\(accepted.output)")
        let line = "ok      firewall for 192.0.2.100 tcp 80: nothing drops it"
        #expect(accepted.output.contains(line), "\(accepted.output)")
    }
}
