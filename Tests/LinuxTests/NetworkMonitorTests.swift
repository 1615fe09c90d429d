import Addresses
import Linux
import Testing

@Suite(.needs(.netAdmin, .sysAdmin), .timeLimit(.minutes(10)))
struct NetworkMonitorTests {
    @Test(arguments: [
        ["addr", "add", "192.0.2.50/32", "dev", "lo"],
        ["-6", "addr", "add", "2001:db8::50/128", "dev", "lo", "nodad"],
        ["link", "set", "eth0", "mtu", "1400"],
        ["neigh", "add", "192.0.2.9", "lladdr", "02:00:00:00:00:09", "dev", "eth0"],
        ["route", "add", "198.51.100.0/24", "via", "192.0.2.2"],
    ])
    func `a monitor reports a change of its namespace`(change: [String]) async throws {
        let pair = try NamespacePair()
        // Without IPv6 the link is settled: no duplicate detection, no router solicitations.
        for name in [pair.left, pair.right] where change.first != "-6" {
            try NamespacePair.command(
                "ip netns exec \(name) sysctl -qw net.ipv6.conf.all.disable_ipv6=1"
            )
        }
        let monitor = try pair.onLeft { try NetworkMonitor() }
        let before = try pair.onLeft { try NetlinkSession() }.snapshot()
        let outcome = try ChildProcess.run(
            ["ip", "-n", pair.left] + change,
            until: .now + .seconds(20)
        )
        #expect(outcome.status.isSuccess, "\(outcome.errors)")
        for await _ in monitor.changes {
            if try pair.onLeft({ try NetlinkSession().snapshot() }) != before { break }
        }
        monitor.stop()
    }

    @Test func `a monitor goes on after its receive buffer overran`() async throws {
        let pair = try NamespacePair()
        let monitor = try pair.onLeft { try NetworkMonitor(receiveBuffer: 1) }
        var batch = ""
        for number in 0..<1000 {
            let address = "10.0.\(number / 250).\(number % 250 + 1)/32"
            batch += "addr add \(address) dev lo\naddr del \(address) dev lo\n"
        }
        let outcome = try ChildProcess.run(
            ["ip", "-n", pair.left, "-batch", "-"],
            input: batch,
            until: .now + .seconds(40)
        )
        #expect(outcome.status.isSuccess, "\(outcome.errors)")
        #expect(try dropped(in: pair.left) > 0, "the burst did not overrun the buffer")
        try NamespacePair.ip("-n \(pair.left) addr add 192.0.2.50/32 dev lo")
        for await _ in monitor.changes {
            let addresses = try pair.onLeft { try NetlinkSession().addresses() }
            if addresses.contains(where: { $0.address.description == "192.0.2.50" }) { break }
        }
    }

    /// The messages that the kernel could not queue for the namespace's netlink sockets.
    private func dropped(in namespace: String) throws -> Int {
        let table = try NamespacePair.command(
            "nsenter --net=\(NetworkNamespace.folder)/\(namespace) cat /proc/net/netlink"
        )
        let rows = table.split(separator: "\n").map { $0.split(separator: " ") }
        let column = try #require(rows.first?.firstIndex(of: "Drops"))
        return rows.dropFirst().compactMap { Int($0[column]) }.reduce(0, +)
    }

    @Test func `a stopped monitor ends its stream`() async throws {
        let monitor = try NetworkMonitor()
        monitor.stop()
        for await _ in monitor.changes {}
    }

    @Test func `a cancelled consumer ends its stream`() async throws {
        let monitor = try NetworkMonitor()
        let consumer = Task {
            for await _ in monitor.changes {}
        }
        consumer.cancel()
        await consumer.value
    }
}
