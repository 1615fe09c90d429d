/// What configures a guest's network when it boots.
public enum NetworkConfigurator: Hashable, Sendable {
    /// Netplan with systemd-networkd behind it.
    case netplan
    /// systemd-networkd; with the name of the file that already configures `lo`, if there is one.
    case networkd(loopbackFile: String?)
    /// NetworkManager, alone or behind netplan.
    case networkManager
    /// ifupdown, `/etc/network/interfaces`.
    case ifupdown
    /// None of these, but systemd.
    case systemd
    /// Nothing that Apus knows.
    case none

    /// The name as messages write it.
    public var name: String {
        switch self {
        case .netplan: "netplan"
        case .networkd: "systemd-networkd"
        case .networkManager: "NetworkManager"
        case .ifupdown: "ifupdown"
        case .systemd: "a systemd unit"
        case .none: "nothing"
        }
    }
}

/// The traces that network configurators leave in a guest's files.
public struct ConfiguratorTraces: Hashable, Sendable {
    /// The texts of netplan's files, without Apus's own.
    public var netplan: [String] = []
    /// The files of systemd-networkd by name, in the order in which it reads them.
    public var networkd: [String: String] = [:]
    /// Whether systemd-networkd is enabled or runs.
    public var hasNetworkd = false
    /// Whether NetworkManager is enabled or runs.
    public var hasNetworkManager = false
    /// The text of `/etc/network/interfaces` and what it sources.
    public var interfaces = ""
    /// Whether the guest boots by systemd.
    public var hasSystemd = false

    /// Makes traces of nothing.
    public init() {}

    /// The configurator that these are the traces of.
    ///
    /// Netplan comes first, because it writes the others' files; ifupdown counts when it configures
    /// more than the loopback interface, because the file is there on guests that no longer use it.
    public var configurator: NetworkConfigurator {
        if !netplan.isEmpty {
            let usesNetworkManager = netplan.contains {
                $0.contains(/renderer:\s*["']?NetworkManager/)
            }
            return usesNetworkManager ? .networkManager : .netplan
        }
        if hasNetworkManager { return .networkManager }
        if hasNetworkd { return .networkd(loopbackFile: loopbackFile) }
        if configuresRealInterface { return .ifupdown }
        return hasSystemd ? .systemd : .none
    }

    /// The first file that systemd-networkd would use for `lo`: any later one is without effect.
    private var loopbackFile: String? {
        networkd.sorted { $0.key < $1.key }.first { _, text in
            text.split(separator: "\n").contains {
                guard let match = $0.wholeMatch(of: /\s*Name\s*=\s*(.*)/) else { return false }
                return match.1.split(separator: " ").contains("lo")
            }
        }?.key
    }

    private var configuresRealInterface: Bool {
        interfaces.split(separator: "\n").contains { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            return words.count > 1 && words[0] == "iface" && words[1] != "lo"
        }
    }
}
