import Addresses
import Resources

/// What a Windows guest needs, as commands for its operator: Apus itself does not run there.
public struct WindowsGuest: Hashable, Sendable {
    /// The frontends.
    public let frontends: [GuestFrontend]
    /// The name of the network interface that the load balancer sends to.
    public let interface: String
    /// The name of the loopback interface.
    public let loopback: String

    /// The network interface's usual name.
    public static let defaultInterface = "Ethernet"
    /// The loopback interface that every Windows has.
    public static let defaultLoopback = "Loopback Pseudo-Interface 1"

    /// Makes a guest from its parts.
    public init(
        frontends: [GuestFrontend],
        interface: String = defaultInterface,
        loopback: String = defaultLoopback
    ) {
        self.frontends = frontends
        self.interface = interface
        self.loopback = loopback
    }

    var versions: [IPVersion] {
        IPVersion.allCases.filter { version in
            frontends.contains { $0.address.version == version }
        }
    }

    /// The commands for an elevated Command Prompt, each with a line that says what for.
    public var commandPrompt: String {
        var lines = [
            "rem The names of the interfaces: put yours where these commands have",
            "rem \"\(interface)\" and \"\(loopback)\".",
            "netsh interface show interface",
        ]
        for version in versions { lines += commands(version) }
        lines += ["", "rem The ports of the frontends, in the Windows firewall."]
        for frontend in frontends { lines += firewall(frontend) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func commands(_ version: IPVersion) -> [String] {
        let family = version == .ipv4 ? "ipv4" : "ipv6"
        var lines = [
            "",
            "rem \(version.rawValue): packets for an address of another interface are taken in.",
            "netsh interface \(family) show interface",
            "netsh interface \(family) set interface \"\(interface)\" weakhostreceive=enabled",
            "rem The frontends' addresses alone, never as a source of the guest's own connections.",
        ]
        for frontend in frontends where frontend.address.version == version {
            let address = frontend.address
            let place = "netsh interface \(family) add address \"\(loopback)\""
            lines.append(
                version == .ipv4
                    ? "\(place) \(address) 255.255.255.255 skipassource=true"
                    : "\(place) \(address)/128 skipassource=true"
            )
        }
        return lines + [
            "netsh interface \(family) set interface \"\(loopback)\" weakhostreceive=enabled",
            "netsh interface \(family) set interface \"\(loopback)\" weakhostsend=enabled",
        ]
    }

    private func firewall(_ frontend: GuestFrontend) -> [String] {
        frontend.services.map { service in
            let address = frontend.address
            let rule = "netsh advfirewall firewall add rule name=\"\(Self.name(service, address))\""
            let filter = "dir=in action=allow localip=\(address)"
            guard service.transport != .all else { return "\(rule) \(filter)" }
            let transport = service.transportName.uppercased()
            return "\(rule) \(filter) protocol=\(transport) localport=\(service.port)"
        }
    }

    /// The name of a firewall rule, by which it is found again.
    static func name(_ service: GuestService, _ address: IPAddress) -> String {
        let port = service.transport == .all ? "" : " \(service.port)"
        return "Apus \(address) \(service.transportName)\(port)"
    }
}
