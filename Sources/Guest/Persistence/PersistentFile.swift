/// A file that makes what was applied outlive a reboot.
public struct PersistentFile: Hashable, Sendable {
    /// The path on the guest.
    public let path: String
    /// The whole text.
    public let contents: String

    /// Makes a file from its parts.
    public init(path: String, contents: String) {
        self.path = path
        self.contents = contents
    }

    /// The kernel settings.
    public static let sysctlPath = "/etc/sysctl.d/60-apus.conf"
    /// Netplan's part.
    public static let netplanPath = "/etc/netplan/60-apus.yaml"
    /// systemd-networkd's part, when no other file configures `lo`.
    public static let networkdPath = "/etc/systemd/network/60-apus.network"
    /// NetworkManager's part.
    public static let dispatcherPath = "/etc/NetworkManager/dispatcher.d/60-apus"
    /// ifupdown's part.
    public static let ifupdownPath = "/etc/network/if-up.d/apus"
    /// The unit, when there is nothing but systemd.
    public static let unitPath = "/etc/systemd/system/apus-guest-addresses.service"
    /// What starts that unit at boot.
    public static let unitWantsPath = "/etc/systemd/system/multi-user.target.d/60-apus.conf"

    /// systemd-networkd's part where another file configures `lo`, whose addition it then is.
    public static func networkdAdditionPath(to file: String) -> String {
        "/etc/systemd/network/\(file).d/60-apus.conf"
    }

    /// The permissions: scripts are run, and netplan wants its files for root alone.
    public static func mode(of path: String) -> Int {
        switch path {
        case dispatcherPath, ifupdownPath: 0o755
        case netplanPath: 0o600
        default: 0o644
        }
    }

    /// All paths that may be written under a configurator of this guest.
    public static func candidates(_ configurator: NetworkConfigurator) -> [String] {
        var paths = [
            sysctlPath, netplanPath, networkdPath, dispatcherPath, ifupdownPath, unitPath,
            unitWantsPath,
        ]
        if case .networkd(let file?) = configurator {
            paths.append(networkdAdditionPath(to: file))
        }
        return paths
    }

    /// The folders above a path, the outermost first, without the root.
    public static func folders(above path: String) -> [String] {
        let parts = path.split(separator: "/").dropLast()
        return parts.indices.map { "/" + parts[...$0].joined(separator: "/") }
    }
}
