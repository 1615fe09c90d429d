import Addresses
import Guest
import Linux
import Resources
import Testing

/// What packet filters do with a frontend's new connections.
struct FirewallTests {
    private enum Outcome {
        case accepted
        case undecided
        case dropped
    }

    private func outcome(
        _ rules: FirewallRules,
        _ host: String = "192.0.2.100",
        port: UInt16 = 80
    ) throws -> Outcome {
        let obstacles = rules.obstacles(
            for: .init(
                address: try address(host),
                transport: .tcp,
                port: port,
                interface: "eth0"
            )
        )
        for case .dropped in obstacles { return .dropped }
        return obstacles.isEmpty ? .accepted : .undecided
    }

    private func iptables(_ rules: [String], policy: String = "DROP") -> FirewallRules {
        let text =
            "*filter\n:INPUT \(policy) [0:0]\n:web - [0:0]\n"
            + rules.map { "-A \($0)\n" }.joined() + "COMMIT\n"
        return .iptables(text, command: "iptables", version: .ipv4)
    }

    private func nftables(_ rules: [String], policy: String = "drop") throws -> FirewallRules {
        let chain = """
            {"chain": {"family": "inet", "table": "filter", "name": "input", "handle": 1,
             "type": "filter", "hook": "input", "prio": 0, "policy": "\(policy)"}}
            """
        let entries = rules.map {
            """
            {"rule": {"family": "inet", "table": "filter", "chain": "input", "handle": 2,
             "expr": [\($0)]}}
            """
        }
        let text = "{\"nftables\": [\(([chain] + entries).joined(separator: ","))]}"
        return .nftables(try JSONValue(parsing: Array(text.utf8)))
    }

    @Test func `without rules everything is accepted`() throws {
        #expect(try outcome(FirewallRules()) == .accepted)
        #expect(try outcome(iptables([], policy: "ACCEPT")) == .accepted)
    }

    @Test func `iptables drops by its policy what no rule accepts`() throws {
        let established = "INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"
        let loopback = "INPUT -i lo -j ACCEPT"
        #expect(try outcome(iptables([established, loopback])) == .dropped)
        let http = "INPUT -p tcp -m tcp --dport 80 -j ACCEPT"
        #expect(try outcome(iptables([established, http])) == .accepted)
        #expect(try outcome(iptables([http]), port: 443) == .dropped)
        #expect(try outcome(iptables([http]), "2001:db8::100") == .accepted, "it is IPv4's alone")
    }

    @Test(arguments: [
        "INPUT -p udp -m udp --dport 80 -j ACCEPT", "INPUT -d 192.0.2.11/32 -j ACCEPT",
        "INPUT ! -d 192.0.2.0/24 -j ACCEPT", "INPUT -i eth1 -j ACCEPT",
        "INPUT -p tcp -m tcp --dport 81:90 -j ACCEPT",
        "INPUT -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT",
    ])
    func `an accept for something else does not help`(rule: String) throws {
        #expect(try outcome(iptables([rule])) == .dropped)
    }

    @Test(arguments: [
        "INPUT -d 192.0.2.0/24 -j ACCEPT", "INPUT -p tcp -m multiport --dports 443,80 -j ACCEPT",
        "INPUT -p tcp -m tcp --dport 79:81 -m comment --comment \"a b -j DROP\" -j ACCEPT",
        "INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT",
        "INPUT -m state --state NEW -j ACCEPT",
    ])
    func `an accept for it does`(rule: String) throws {
        #expect(try outcome(iptables([rule])) == .accepted)
    }

    @Test func `what cannot be decided may drop`() throws {
        let limited = "INPUT -p tcp -m tcp --dport 80 -m limit --limit 5/sec -j ACCEPT"
        #expect(try outcome(iptables([limited])) == .undecided)
        let listed = "INPUT -m set --match-set banned src -j DROP"
        #expect(try outcome(iptables([listed], policy: "ACCEPT")) == .undecided)
    }

    @Test func `a frontend is one of the guest's own addresses`() throws {
        let own = "web -m addrtype --dst-type LOCAL -j RETURN"
        let others = "web -m addrtype --dst-type MULTICAST -j RETURN"
        let http = "INPUT -p tcp -m tcp --dport 80 -j ACCEPT"
        #expect(try outcome(iptables(["INPUT -j web", own, "web -j DROP", http])) == .accepted)
        #expect(try outcome(iptables(["INPUT -j web", own, "web -j DROP"])) == .dropped)
        #expect(try outcome(iptables(["INPUT -j web", others, "web -j DROP", http])) == .dropped)
    }

    @Test func `a new connection has no routing header`() throws {
        let routed = "INPUT -m rt --rt-type 0 -j DROP"
        #expect(try outcome(iptables([routed], policy: "ACCEPT")) == .accepted)
    }

    @Test func `chains that are called decide, or come back`() throws {
        let call = "INPUT -p tcp -j web"
        let accept = "web -p tcp -m tcp --dport 80 -j ACCEPT"
        #expect(try outcome(iptables([call, accept])) == .accepted)
        #expect(try outcome(iptables([call, "web -j RETURN", accept])) == .dropped)
        #expect(try outcome(iptables([call], policy: "ACCEPT")) == .accepted)
        #expect(try outcome(iptables([call, "web -j REJECT"], policy: "ACCEPT")) == .dropped)
        #expect(try outcome(iptables(["INPUT -j nowhere"], policy: "ACCEPT")) == .undecided)
    }

    @Test(arguments: [
        FirewallOpening.Place.nftables(family: "inet", table: "filter", chain: "input"),
        .iptables(command: "iptables"), .ufw, .firewalld,
    ])
    func `a shell takes the command that is shown as the one that is run`(
        place: FirewallOpening.Place
    ) throws {
        let opening = FirewallOpening(
            place: place,
            address: try address("2001:db8::100"),
            transport: .tcp,
            port: 80
        )
        let text = try #require(GuestChange.open(opening).command)
        let outcome = try ChildProcess.run(
            ["/bin/sh", "-c", "printf '%s\\n' \(text)"],
            until: .now + .seconds(10)
        )
        let words = outcome.output.split(separator: "\n").map(String.init)
        #expect(words == opening.openCommand)
    }

    @Test func `ufw is known by its chains`() throws {
        let text = "*filter\n:INPUT DROP [0:0]\n:ufw-before-input - [0:0]\nCOMMIT\n"
        let rules = FirewallRules.iptables(text, command: "iptables", version: .ipv4)
        #expect(rules.chains.allSatisfy { $0.place == .ufw })
        let opening = FirewallOpening(
            place: .ufw,
            address: try address("192.0.2.100"),
            transport: .tcp,
            port: 80
        )
        #expect(
            opening.openCommand.joined(separator: " ")
                == "ufw allow to 192.0.2.100 port 80 proto tcp"
        )
        #expect(
            opening.closeCommands(handle: nil).first?.joined(separator: " ")
                == "ufw delete allow to 192.0.2.100 port 80 proto tcp"
        )
    }

    @Test func `nftables drops by its policy what no rule accepts`() throws {
        let established = """
            {"match": {"op": "in", "left": {"ct": {"key": "state"}},
             "right": ["established", "related"]}}, {"accept": null}
            """
        let http = """
            {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}},
             "right": {"set": [22, {"range": [80, 81]}]}}}, {"counter": {"packets": 0}},
            {"accept": null}
            """
        #expect(try outcome(nftables([established])) == .dropped)
        #expect(try outcome(nftables([established, http])) == .accepted)
        #expect(try outcome(nftables([http]), "2001:db8::100", port: 81) == .accepted)
        #expect(try outcome(nftables([http]), port: 82) == .dropped)
        #expect(try outcome(nftables(["{\"drop\": null}"], policy: "accept")) == .dropped)
    }

    @Test func `a field of another protocol's header accepts nothing`() throws {
        func field(_ protocolName: String, _ name: String, _ value: String) -> String {
            """
            {"match": {"op": "==", "left": {"payload": {"protocol": "\(protocolName)",
             "field": "\(name)"}}, "right": \(value)}}, {"accept": null}
            """
        }
        #expect(try outcome(nftables([field("tcp", "dport", "80")])) == .accepted)
        #expect(try outcome(nftables([field("th", "dport", "80")])) == .accepted)
        #expect(try outcome(nftables([field("udp", "dport", "80")])) == .dropped)
        #expect(try outcome(nftables([field("icmpv6", "type", "\"nd-redirect\"")])) == .dropped)
        let elsewhere = field("ip", "daddr", "\"192.0.2.11\"").replacing("==", with: "!=")
        #expect(try outcome(nftables([elsewhere])) == .accepted)
        #expect(try outcome(nftables([elsewhere]), "2001:db8::100") == .dropped, "it is IPv4's")
    }

    @Test func `what was translated did not go to a frontend`() throws {
        let translated = """
            {"match": {"op": "in", "left": {"ct": {"key": "status"}}, "right": "dnat"}},
            {"accept": null}
            """
        #expect(try outcome(nftables([translated])) == .dropped)
    }

    @Test func `a map of verdicts is followed, a named set is not`() throws {
        let states = """
            {"vmap": {"key": {"ct": {"key": "state"}}, "data": {"set": [
             ["established", {"accept": null}], ["invalid", {"drop": null}]]}}}
            """
        #expect(try outcome(nftables([states], policy: "accept")) == .accepted)
        #expect(try outcome(nftables([states])) == .dropped)
        let named = """
            {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}},
             "right": "@open"}}, {"accept": null}
            """
        #expect(try outcome(nftables([named])) == .undecided)
    }

    @Test func `a firewall that drops is told, and opened only when asked`() throws {
        var state = try guestState()
        state.firewall = try nftables([])
        let needed = try requirement("192.0.2.100:80")
        let subject = "firewall for 192.0.2.100 tcp 80"
        let plan = GuestPlanner.plan(needed, state: state)
        #expect(plan.item(subject)?.status == .missing)
        #expect(plan.item(subject)?.evidence == "chain inet filter input drops it")
        func opens(_ plan: GuestPlan) -> Bool {
            plan.changes.contains { if case .open = $0 { true } else { false } }
        }
        #expect(!opens(plan))
        var options = GuestPlanner.Options()
        options.opensFirewall = true
        #expect(opens(GuestPlanner.plan(needed, state: state, options: options)))
        state.firewall = nil
        #expect(GuestPlanner.plan(needed, state: state).item(subject)?.status == .warning)
    }

    @Test func `what is dropped before ports are opened is told without a command`() throws {
        var state = try guestState()
        let text = "*mangle\n:PREROUTING DROP [0:0]\nCOMMIT\n"
        state.firewall = .iptables(text, command: "iptables", version: .ipv4)
        var options = GuestPlanner.Options()
        options.opensFirewall = true
        let needed = try requirement("192.0.2.100:80")
        let plan = GuestPlanner.plan(needed, state: state, options: options)
        let item = plan.item("firewall for 192.0.2.100 tcp 80")
        #expect(item?.status == .missing)
        #expect(
            item?.evidence == "chain mangle PREROUTING drops it, before ports are opened"
        )
        #expect(item?.command == nil)
        #expect(!plan.changes.contains { if case .open = $0 { true } else { false } })
    }
}
