import Addresses
import Probing
import Readiness

/// What the node counts and knows, as Prometheus reads it (text exposition format 0.0.4).
struct MetricsText {
    private var samples: [(name: String, labels: [(String, String)], value: UInt64)] = []

    private static let kinds: [(name: String, kind: String, help: String)] = [
        ("apus_rule_packets_total", "counter", "Packets forwarded to members."),
        ("apus_rule_bytes_total", "counter", "Bytes of the packets forwarded."),
        ("apus_rule_connections_total", "counter", "TCP connections opened."),
        ("apus_rule_replies_total", "counter", "Replies whose source was restored."),
        ("apus_rule_unpinned_flows_total", "counter", "Flows that the table had no room for."),
        ("apus_rule_drops_total", "counter", "Packets not forwarded, by reason."),
        ("apus_member_up", "gauge", "Whether a member may get new flows by its health."),
        ("apus_member_ready", "gauge", "Whether a member is ready for floating IP, by state."),
        ("apus_frontend_claims", "gauge", "Other machines that answer for a frontend."),
        ("apus_member_ethernet_changes", "gauge", "Members seen to change their Ethernet address."),
    ]

    /// Begins with what the daemon has found.
    init(_ status: StatusReport) {
        for rule in status.rules {
            for member in rule.health {
                add("apus_member_up", [("rule", rule.id), ("member", member.address)], member.isUp)
            }
            for finding in rule.readiness {
                let labels = [
                    ("rule", rule.id), ("member", finding.member.description),
                    ("state", finding.state.rawValue),
                ]
                add("apus_member_ready", labels, finding.state == .ready)
            }
        }
        let claims = Dictionary(grouping: status.claims, by: \.frontend)
        for (frontend, machines) in claims.sorted(by: { $0.key < $1.key }) {
            let labels = [("frontend", frontend.description)]
            samples.append(("apus_frontend_claims", labels, UInt64(machines.count)))
        }
        let changes = UInt64(status.ethernetChanges.count)
        samples.append(("apus_member_ethernet_changes", [], changes))
    }

    /// Adds what a rule has counted; the empty id is for frontend addresses without a rule.
    mutating func add(_ counted: RuleStatistics, rule: String) {
        let labels = [("rule", rule)]
        samples += [
            ("apus_rule_packets_total", labels, counted.packets),
            ("apus_rule_bytes_total", labels, counted.bytes),
            ("apus_rule_connections_total", labels, counted.synPackets),
            ("apus_rule_replies_total", labels, counted.replyPackets),
            ("apus_rule_unpinned_flows_total", labels, counted.unpinnedFlows),
        ]
        for (reason, count) in counted.drops.sorted(by: { $0.key < $1.key }) {
            samples.append(("apus_rule_drops_total", labels + [("reason", reason)], count))
        }
    }

    private mutating func add(_ name: String, _ labels: [(String, String)], _ flag: Bool) {
        samples.append((name, labels, flag ? 1 : 0))
    }

    /// The text, each name's samples together.
    var text: String {
        var text = ""
        for (name, kind, help) in Self.kinds {
            let own = samples.filter { $0.name == name }
            if own.isEmpty { continue }
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
            for sample in own {
                let labels = sample.labels.map { "\($0)=\"\(Self.escaped($1))\"" }
                let set = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
                text += "\(name)\(set) \(sample.value)\n"
            }
        }
        return text
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
