public import Addresses
public import Linux

/// What a guest has now: everything that a plan is made from.
public struct GuestState: Sendable {
    /// The interfaces, addresses and routes.
    public var network: NetworkSnapshot
    /// Kernel settings by their path below `/proc/sys`.
    public var settings: [String: String] = [:]
    /// The sockets that take connections or datagrams.
    public var listeners: [Listener] = []
    /// What the guest filters; `nil` when it could not be read.
    public var firewall: FirewallRules? = FirewallRules()
    /// What configures the guest's network at boot.
    public var configurator: NetworkConfigurator = .none
    /// The contents of the files that Apus may write, without those that are not there.
    public var files: [String: String] = [:]
    /// The folders of those files that exist.
    public var folders: Set<String> = []

    /// Makes a state with a network alone.
    public init(network: NetworkSnapshot) {
        self.network = network
    }

    /// The loopback interface's name on every Linux.
    public static let loopback = "lo"

    /// The loopback interface.
    var loopbackIndex: UInt32? {
        network.interfaces.first { $0.name == Self.loopback }?.index
    }

    /// The addresses of interfaces other than the loopback one.
    public var ownAddresses: Set<IPAddress> {
        Set(network.addresses.filter { $0.interface != loopbackIndex }.map(\.address))
    }

    /// The names of the interfaces other than the loopback one.
    var realInterfaces: [String] {
        network.interfaces.map(\.name).filter { $0 != Self.loopback }
    }

    /// The name of an interface.
    func name(of index: UInt32) -> String {
        network.interfaces.first { $0.index == index }?.name ?? "interface \(index)"
    }

    /// The path of an IPv4 setting of one interface, or of `all`.
    static func setting(_ name: String, of interface: String) -> String {
        "net/ipv4/conf/\(interface)/\(name)"
    }

    /// The value of an IPv4 setting; 0 when the kernel does not show it.
    func value(_ name: String, of interface: String) -> Int {
        settings[Self.setting(name, of: interface)].flatMap { Int($0) } ?? 0
    }

    /// The value that counts on an interface, the larger of its own and that of `all`.
    ///
    /// Source: `IN_DEV_MAXCONF` in `include/linux/inetdevice.h`.
    func effectiveValue(_ name: String, of interface: String) -> Int {
        max(value(name, of: "all"), value(name, of: interface))
    }
}
