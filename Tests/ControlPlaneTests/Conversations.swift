import ControlPlane
import Foundation
import Lab
import Testing

/// Long connections through a site's rule at 192.0.2.100 port 7000, which speak when they are told.
struct Conversations {
    let site: Site

    /// What a server answered: its machine, and the address that the client reached there.
    struct Answer: Hashable {
        let machine: String
        let address: String
    }

    /// Servers that say their machine and address before each line that they get.
    ///
    /// Replies from a member's own address go back through the node, which restores their source.
    func serve() throws {
        let frontend = try address("192.0.2.100")
        for member in site.members {
            try member.addFloatingAddress(frontend)
            let own = member.name == "one" ? "192.0.2.11" : "192.0.2.12"
            try member.run(["ip", "rule", "add", "from", own, "lookup", "100"])
            let route = ["192.0.2.10/32", "via", "192.0.2.2", "dev", "eth0"]
            try member.run(["ip", "route", "add"] + route + ["table", "100"])
            let talk = "while read -r line; do echo \(member.name) $SOCAT_SOCKADDR $line; done"
            let listen = "TCP-LISTEN:7000,fork,reuseaddr"
            let server = try member.start(
                ["socat", listen, "SYSTEM:\(talk)"],
                label: "serve-\(member.name)"
            )
            try server.wait(until: "\(member.name) listens", within: .seconds(60)) {
                try !member.run(["ss", "-Hltn", "sport = 7000"]).isEmpty
            }
        }
    }

    /// Servers that answer each datagram with their machine's name, from the frontend's address.
    ///
    /// One process without children: with socat, which starts one for each datagram, a client was now
    /// and then not answered for as long as it asked.
    func serveDatagrams() throws {
        let program = """
            my $socket = IO::Socket::INET->new(
                LocalAddr => "192.0.2.100", LocalPort => 7000, Proto => "udp") or die $@;
            while (1) {
                my $from = $socket->recv(my $line, 512);
                next unless $from;
                chomp $line;
                $socket->send("$ARGV[0] 192.0.2.100 $line\n", 0, $from);
            }
            """
        for member in site.members {
            let server = try member.start(
                ["perl", "-MIO::Socket::INET", "-e", program, member.name],
                label: "serve-datagrams-\(member.name)"
            )
            try server.wait(until: "\(member.name) listens", within: .seconds(60)) {
                try !member.run(["ss", "-Hlun", "sport = 7000"]).isEmpty
            }
        }
    }

    /// A connection that says one line, and each further one when its file appears.
    func begin(_ number: Int, over transport: String = "tcp") throws -> LabProcess {
        // The shell reads byte by byte, and would lose all of a datagram but its first. The servers
        // may not be there yet when a datagram comes, so a client asks again.
        let hear =
            transport == "udp"
            ? """
            for try in {1..40}; do
                read -r name address line < <(timeout 2 head -n 1 <&3)
                [ "$line" = $turn ] && break
                sleep 0.1
                echo $turn >&3
            done; [ "$line" = $turn ]
            """
            : "read -r -t 60 -u 3 name address line"
        let script = """
            exec 3<>/dev/\(transport)/192.0.2.100/7000 || exit 1
            for turn in 1 2 3; do
                until [ $turn = 1 ] || [ -e "\(site.lab.directory)/turn$turn" ]; do sleep 0.02; done
                echo $turn >&3
                \(hear) || exit 1
                echo "turn $line: $name $address"
            done
            read -r -u 3 line
            echo ended
            """
        return try site.client.start(["bash", "-c", script], label: "client-\(number)")
    }

    /// Lets every connection take a turn.
    func go(_ turn: Int) throws {
        try "".write(
            toFile: "\(site.lab.directory)/turn\(turn)",
            atomically: true,
            encoding: .utf8
        )
    }

    /// What answered a turn of a connection.
    func answer(_ turn: Int, of client: LabProcess) throws -> Answer {
        let mark = "turn \(turn): "
        var words: [Substring] = []
        try client.wait(until: "turn \(turn) is answered", within: .seconds(90)) {
            let line = try client.output().split(separator: "\n").first { $0.hasPrefix(mark) }
            words = line?.dropFirst(mark.count).split(separator: " ") ?? []
            return words.count == 2
        }
        return Answer(machine: String(words[0]), address: String(words[1]))
    }

    /// How many connections with the rule's port a machine has.
    func established(on machine: Machine) throws -> Int {
        let filter = "( sport = 7000 or dport = 7000 )"
        let lines = try machine.run(["ss", "-Htn", "state", "established", filter])
        return lines.split(separator: "\n").count
    }
}
