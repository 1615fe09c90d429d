import Addresses
import Foundation
import Linux
import Resources

/// Reads what a guest has now: the calling thread's network namespace, and files below a root.
public struct GuestStateReader: Sendable {
    private let files: GuestFiles
    /// How long one of the firewall's commands may take.
    private static let commandLimit = Duration.seconds(10)

    /// Makes a reader for the guest with these files.
    public init(files: GuestFiles) {
        self.files = files
    }

    /// Reads everything, and changes nothing.
    public func read() throws -> GuestState {
        let network = try NetlinkSession().snapshot()
        var state = GuestState(network: network)
        for interface in ["all"] + network.interfaces.map(\.name) {
            for name in ["arp_ignore", "arp_announce", "rp_filter"] {
                let path = GuestState.setting(name, of: interface)
                // An interface may go meanwhile, and some have no IPv4 at all.
                if let value = try? Sysctl(path)?.read() { state.settings[path] = value }
            }
        }
        state.listeners = listeners()
        state.firewall = firewall()
        state.configurator = try files.configuratorTraces().configurator
        for path in PersistentFile.candidates(state.configurator) {
            state.files[path] = try files.read(path)
            for folder in PersistentFile.folders(above: path) where files.exists(folder) {
                state.folders.insert(folder)
            }
        }
        return state
    }

    private func listeners() -> [Listener] {
        // The thread's own table: its namespace may be another than the process's.
        [("tcp", .tcp), ("tcp6", .tcp), ("udp", .udp), ("udp6", .udp)].flatMap {
            (name: String, transport: TransportProtocol) -> [Listener] in
            let text = try? String(contentsOfFile: "/proc/thread-self/net/\(name)", encoding: .utf8)
            return Listener.table(text ?? "", transport: transport)
        }
    }

    /// The rules of every packet filter whose program is there; `nil` when one cannot be read.
    private func firewall() -> FirewallRules? {
        var rules = FirewallRules()
        var skipped: Set<String> = []
        for (prefix, version, family) in [
            ("iptables", IPVersion.ipv4, "ip"), ("ip6tables", .ipv6, "ip6"),
        ] {
            for variant in ["", "-legacy"] {
                let save = "\(prefix)\(variant)-save"
                guard let path = Self.program(save) else { continue }
                // Where the plain name leads to the same program, its rules have been read.
                if variant == "-legacy", Self.target(of: "\(prefix)-save") == Self.target(of: save)
                {
                    continue
                }
                guard let text = Self.output([path]) else { return nil }
                if text.contains("(nf_tables)") {
                    let tables = text.split(separator: "\n").filter { $0.hasPrefix("*") }
                    skipped.formUnion(tables.map { "\(family) \($0.dropFirst())" })
                }
                rules.chains +=
                    FirewallRules.iptables(
                        text,
                        command: prefix + variant,
                        version: version
                    ).chains
            }
        }
        guard let nft = Self.program("nft") else { return rules }
        guard let text = Self.output([nft, "-j", "list", "ruleset"]),
            let json = try? JSONValue(parsing: Array(text.utf8))
        else { return nil }
        rules.chains += FirewallRules.nftables(json, skipping: skipped).chains
        return rules
    }

    private static func output(_ command: [String]) -> String? {
        let outcome = try? ChildProcess.run(command, until: .now + commandLimit)
        guard let outcome, outcome.status.isSuccess else { return nil }
        return outcome.output
    }

    /// The file that is run by a program's name, after all links.
    private static func target(of name: String) -> String? {
        program(name).map { URL(filePath: $0).resolvingSymlinksInPath().path }
    }

    /// Where a program is: services and users have these folders in their path or not.
    static func program(_ name: String) -> String? {
        ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }
}
