import Addresses
import ControlPlane
import Foundation
import Lab
import Linux
import Readiness
import Testing

/// A lab with a client, a node, and two members `one` and `two`, of which nobody has been made a
/// guest for Floating IP.
///
/// The client has host number 10, the node 2, the members 11 and 12; the frontend has 100. A rule
/// for IPv4 and one for IPv6 lead to port 80, one to port 53 for UDP; all have a probe of port 81.
final class ReadinessSite {
    let lab: Lab
    let segment: Segment
    let client: Machine
    let node: Machine
    let members: [Machine]
    /// Whether the rules keep members without readiness out.
    var requiresReadiness = false
    /// More lines of the node file.
    var settings = ""
    private var daemon: LabProcess?

    init(_ lab: Lab) throws {
        self.lab = lab
        segment = try lab.segment("lan")
        client = try lab.machine("client")
        node = try lab.machine("node")
        members = [try lab.machine("one"), try lab.machine("two")]
        for (machine, host) in zip([client, node] + members, [10, 2, 11, 12]) {
            try machine.attach(to: segment, addresses: Self.addresses(host))
        }
    }

    static func addresses(_ host: Int) throws -> [IPPrefix] {
        [try prefix("192.0.2.\(host)/24"), try prefix("2001:db8::\(host)/64")]
    }

    var one: Machine { members[0] }
    var two: Machine { members[1] }
    var pins: String { "/sys/fs/bpf/\(lab.name)" }
    private var folder: String { "\(lab.directory)/node" }
    private var state: String { "\(folder)/state" }

    /// Starts web servers on every address of a member.
    func serve(_ member: Machine, ports: [UInt16] = [80, 81]) throws {
        let all = [try address("0.0.0.0"), try address("::")]
        _ = try member.startNginx(
            ports.flatMap { port in all.map { NginxSite(address: $0, port: port) } }
        )
    }

    /// Has `apus-guest` configure a member for the frontends.
    @discardableResult
    func configure(_ member: Machine) throws -> String {
        try guest(member, ["apply", "--address", "192.0.2.100", "--address", "2001:db8::100"])
    }

    /// Runs the command that a finding names, on the member that it is about.
    func follow(_ finding: ReadinessFinding, on member: Machine) throws {
        let command = try #require(finding.command)
        let start = "apus guest apply "
        try #require(command.hasPrefix(start))
        let words = command.dropFirst(start.count)
        let root = try root(of: member)
        // By a shell, as an operator types it.
        try member.run(["sh", "-c", "\(program("apus-guest")) apply \(words) --root \(root)"])
    }

    private func guest(_ member: Machine, _ words: [String]) throws -> String {
        try member.run([program("apus-guest")] + words + ["--root", root(of: member)])
    }

    private func root(of member: Machine) throws -> String {
        let root = "\(lab.directory)/root-\(member.name)"
        try FileManager.default.createDirectory(
            atPath: "\(root)/var/lib",
            withIntermediateDirectories: true
        )
        return root
    }

    /// Runs the body while the daemon forwards, and takes the data plane away afterwards.
    func forwarding(on machine: Machine? = nil, _ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(
            atPath: "\(folder)/documents",
            withIntermediateDirectories: true
        )
        try writeDocument()
        let file = try writeNodeFile("node", pins: pins, state: state)
        let daemon = try node.start([program("apusd"), "run", "--config", file], label: "apusd")
        self.daemon = daemon
        defer {
            daemon.terminate()
            _ = try? node.run([program("apusd"), "detach", "--config", file])
        }
        try body()
    }

    /// Has the daemon read the documents anew, and waits until it has.
    func reload() throws {
        try writeDocument()
        _ = try node.run([program("apus"), "reload", "--config", "\(folder)/node.yaml"])
    }

    private func writeDocument() throws {
        try document.write(
            toFile: "\(folder)/documents/lb.json",
            atomically: true,
            encoding: .utf8
        )
    }

    func writeNodeFile(_ name: String, pins: String, state: String) throws -> String {
        let file = "\(folder)/\(name).yaml"
        try """
        interfaces: [eth0]
        mode: generic
        documents: \(folder)/documents
        pins: \(pins)
        state: \(state)
        \(settings)

        """.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// Runs `apus doctor` on the node.
    func doctor(_ rule: String) throws -> ChildProcess.Outcome {
        try node.outcome(of: [
            program("apus"), "doctor", rule, "--config", "\(folder)/node.yaml",
        ])
    }

    /// Takes the link's pin away, which detaches the program.
    func removeLink() throws {
        try FileManager.default.removeItem(atPath: "\(pins)/link-generic-eth0")
    }

    /// What the daemon last reported.
    func status() throws -> StatusReport? { try StatusReport.read(state: state) }

    /// What was found of a member of a rule.
    func finding(_ rule: String, _ host: Int) throws -> ReadinessFinding? {
        let suffix = rule == "six" ? "2001:db8::\(host)" : "192.0.2.\(host)"
        let found = try status()?.rules.first { $0.id.hasSuffix("/\(rule)") }
        return found?.readiness.first { $0.member.description == suffix }
    }

    /// Waits until a member of a rule has a state.
    @discardableResult
    func wait(
        for state: ReadinessState,
        _ rule: String,
        _ host: Int
    ) throws -> ReadinessFinding {
        var last: ReadinessFinding?
        try #require(daemon).wait(
            until: "\(rule) on \(host) is \(state.words)",
            within: .seconds(40)
        ) {
            last = try finding(rule, host)
            return last?.state == state
        }
        return try #require(last)
    }

    /// Waits until the report has what the condition asks for.
    func wait(until what: String, _ condition: (StatusReport) throws -> Bool) throws {
        try #require(daemon).wait(until: what, within: .seconds(40)) {
            try status().map(condition) ?? false
        }
    }

    /// Which members answer new connections to a frontend; `nil` for one that nobody answered.
    func answers(_ url: String = "http://192.0.2.100/", count: Int = 12) throws -> Set<String?> {
        var names: Set<String?> = []
        for _ in 0..<count {
            var request = CurlRequest(url)
            request.connectTimeout = .seconds(1)
            request.timeout = .seconds(3)
            names.insert(try? client.curl(request).answer().machine)
        }
        return names
    }

    private var document: String {
        let pools = [("four", "192.0.2."), ("six", "2001:db8::")].map { name, prefix in
            let members = [11, 12].map {
                #"{"name": "m\#($0)", "properties": {"ipAddress": "\#(prefix)\#($0)"}}"#
            }
            return """
                {"name": "\(name)", "properties": {"loadBalancerBackendAddresses": [
                 \(members.joined(separator: ", "))]}}
                """
        }
        return """
            {"name": "lb", "type": "Microsoft.Network/loadBalancers", "id": "\(Self.balancer)",
             "sku": {"name": "Standard"}, "properties": {
              "frontendIPConfigurations": [
               {"name": "four", "properties": {"privateIPAddress": "192.0.2.100"}},
               {"name": "six", "properties": {"privateIPAddress": "2001:db8::100",
                "privateIPAddressVersion": "IPv6"}}],
              "backendAddressPools": [\(pools.joined(separator: ", "))],
              "probes": [{"name": "up", "properties": {"protocol": "Tcp", "port": 81,
               "intervalInSeconds": 5}}],
              "loadBalancingRules": [\(rule("web", "four", "Tcp", 80)),
               \(rule("six", "six", "Tcp", 80)), \(rule("dns", "four", "Udp", 53))]}}
            """
    }

    private static let balancer =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/lb"

    private func rule(_ name: String, _ part: String, _ transport: String, _ port: Int) -> String {
        let balancer = Self.balancer
        return """
            {"name": "\(name)", "properties": {"protocol": "\(transport)", "frontendPort": \(port),
             "backendPort": \(port), "enableFloatingIP": true,
             "requireReadiness": \(requiresReadiness), "probe": {"id": "\(balancer)/probes/up"},
             "frontendIPConfiguration": {"id": "\(balancer)/frontendIPConfigurations/\(part)"},
             "backendAddressPool": {"id": "\(balancer)/backendAddressPools/\(part)"}}}
            """
    }
}
