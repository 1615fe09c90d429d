public import Addresses
public import Resources

/// A port of a frontend that a firewall is told to accept.
public struct FirewallOpening: Hashable, Sendable, Codable {
    /// Which firewall, and where in it.
    public enum Place: Hashable, Sendable, Codable {
        /// A chain of nftables.
        case nftables(family: String, table: String, chain: String)
        /// The chain INPUT of iptables or ip6tables, by the command that has the rules.
        case iptables(command: String)
        /// Ubuntu's front to iptables.
        case ufw
        /// firewalld, at run time and permanently.
        case firewalld
    }

    /// Where the port is opened.
    public let place: Place
    /// The frontend's address.
    public let address: IPAddress
    /// The transport; `all` opens the address to everything.
    public let transport: TransportProtocol
    /// The port; 0 with `all`.
    public let port: UInt16

    /// Makes an opening from its parts.
    public init(
        place: Place,
        address: IPAddress,
        transport: TransportProtocol,
        port: UInt16
    ) {
        self.place = place
        self.address = address
        self.transport = transport
        self.port = port
    }

    private var transportName: String { transport == .udp ? "udp" : "tcp" }
    private var family: String { address.version == .ipv4 ? "ip" : "ip6" }

    /// What marks the rule as Apus's, so that closing removes it and no other.
    public var mark: String { "apus guest \(address) \(transport.rawValue.lowercased()) \(port)" }

    /// The command that opens the port.
    public var openCommand: [String] {
        switch place {
        case .nftables(let family, let table, let chain):
            ["nft", "insert", "rule", family, table, chain] + nftMatch
                + ["accept", "comment", "\"\(mark)\""]
        case .iptables(let command): [command, "-I", "INPUT"] + iptablesRule
        case .ufw: ["ufw"] + ufwRule
        case .firewalld: ["firewall-cmd", "--add-rich-rule=\(richRule)"]
        }
    }

    /// The commands that make the opening outlive a reboot, where `openCommand` does not.
    public var persistCommand: [String]? {
        guard place == .firewalld else { return nil }
        return ["firewall-cmd", "--permanent", "--add-rich-rule=\(richRule)"]
    }

    /// The commands that take the opening back; for nftables with the rule's handle.
    public func closeCommands(handle: Int?) -> [[String]] {
        switch place {
        case .nftables(let family, let table, let chain):
            handle.map {
                [["nft", "delete", "rule", family, table, chain, "handle", "\($0)"]]
            } ?? []
        case .iptables(let command): [[command, "-D", "INPUT"] + iptablesRule]
        case .ufw: [["ufw", "delete"] + ufwRule]
        case .firewalld:
            [
                ["firewall-cmd", "--remove-rich-rule=\(richRule)"],
                ["firewall-cmd", "--permanent", "--remove-rich-rule=\(richRule)"],
            ]
        }
    }

    /// How to close by hand.
    var closeCommandText: String {
        if case .nftables(let family, let table, let chain) = place {
            return "nft -a list chain \(family) \(table) \(chain); nft delete rule \(family) "
                + "\(table) \(chain) handle HANDLE"
        }
        return closeCommands(handle: nil).map(ShellText.text).joined(separator: "; ")
    }

    private var nftMatch: [String] {
        let destination = [family, "daddr", "\(address)"]
        if transport == .all { return destination }
        return destination + [transportName, "dport", "\(port)"]
    }

    private var iptablesRule: [String] {
        var words = ["-d", "\(address)"]
        if transport != .all { words += ["-p", transportName, "--dport", "\(port)"] }
        return words + ["-m", "comment", "--comment", mark, "-j", "ACCEPT"]
    }

    private var ufwRule: [String] {
        if transport == .all { return ["allow", "to", "\(address)"] }
        return ["allow", "to", "\(address)", "port", "\(port)", "proto", transportName]
    }

    private var richRule: String {
        let family = address.version == .ipv4 ? "ipv4" : "ipv6"
        let start = "rule family=\"\(family)\" destination address=\"\(address)\""
        guard transport != .all else { return start + " accept" }
        return start + " port port=\"\(port)\" protocol=\"\(transportName)\" accept"
    }
}

extension FirewallOpening: CustomStringConvertible {
    /// The address with port and transport, and where.
    public var description: String {
        let service = transport == .all ? "\(address)" : "\(address) \(transportName) \(port)"
        switch place {
        case .nftables(let family, let table, let chain):
            return "\(service) in nftables chain \(family) \(table) \(chain)"
        case .iptables(let command): return "\(service) in \(command)"
        case .ufw: return "\(service) in ufw"
        case .firewalld: return "\(service) in firewalld"
        }
    }
}
