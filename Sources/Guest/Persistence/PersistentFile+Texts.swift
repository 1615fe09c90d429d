public import Addresses

extension PersistentFile {
    private static let heading =
        "# Written by 'apus guest apply'; 'apus guest remove' takes it away."

    /// The files that keep addresses and settings over a reboot.
    ///
    /// Settings are paths below `/proc/sys` with their values. Without addresses and settings, and
    /// for addresses under no configurator that is known, there are none.
    public static func files(
        for configurator: NetworkConfigurator,
        addresses: [IPAddress],
        settings: [(path: String, value: String)]
    ) -> [PersistentFile] {
        var files: [PersistentFile] = []
        if !settings.isEmpty {
            let lines = settings.map { "\($0.path.settingName) = \($0.value)" }
            files.append(PersistentFile(path: sysctlPath, lines: [heading] + lines))
        }
        guard !addresses.isEmpty else { return files }
        switch configurator {
        case .netplan:
            files.append(PersistentFile(path: netplanPath, lines: netplan(addresses)))
        case .networkd(nil):
            let match = [heading, "[Match]", "Name=lo"]
            files.append(
                PersistentFile(path: networkdPath, lines: match + networkd(addresses))
            )
        case .networkd(let file?):
            files.append(
                PersistentFile(
                    path: networkdAdditionPath(to: file),
                    lines: [heading] + networkd(addresses)
                )
            )
        case .networkManager:
            files.append(PersistentFile(path: dispatcherPath, lines: dispatcher(addresses)))
        case .ifupdown:
            files.append(PersistentFile(path: ifupdownPath, lines: ifupdown(addresses)))
        case .systemd:
            files.append(PersistentFile(path: unitPath, lines: unit(addresses)))
            let wants = [heading, "[Unit]", "Wants=apus-guest-addresses.service"]
            files.append(PersistentFile(path: unitWantsPath, lines: wants))
        case .none: break
        }
        return files
    }

    private init(path: String, lines: [String]) {
        self.init(path: path, contents: lines.joined(separator: "\n") + "\n")
    }

    private static func netplan(_ addresses: [IPAddress]) -> [String] {
        var lines = [heading, "network:", "  version: 2", "  ethernets:", "    lo:"]
        lines += ["      match:", "        name: lo", "      addresses:"]
        for address in addresses {
            let prefix = "\(address)/\(address.version.bitWidth)"
            guard address.version == .ipv6 else {
                lines.append("        - \(prefix)")
                continue
            }
            // Preferred lifetime 0: deprecated.
            lines += ["        - \"\(prefix)\":", "            lifetime: 0"]
        }
        return lines
    }

    private static func networkd(_ addresses: [IPAddress]) -> [String] {
        addresses.flatMap { address in
            let section = ["", "[Address]", "Address=\(address)/\(address.version.bitWidth)"]
            guard address.version == .ipv6 else { return section }
            return section + ["PreferredLifetime=0", "DuplicateAddressDetection=none"]
        }
    }

    private static func commands(_ addresses: [IPAddress]) -> [String] {
        addresses.map { "ip address replace \($0.loopbackArguments)" }
    }

    /// A profile for `lo` could not say that an IPv6 address is deprecated; a script can.
    private static func dispatcher(_ addresses: [IPAddress]) -> [String] {
        ["#!/bin/sh", heading, "[ \"$2\" = up ] || exit 0"] + commands(addresses)
    }

    private static func ifupdown(_ addresses: [IPAddress]) -> [String] {
        ["#!/bin/sh", heading, "[ \"$IFACE\" = lo ] || exit 0"] + commands(addresses)
    }

    private static func unit(_ addresses: [IPAddress]) -> [String] {
        [
            heading, "[Unit]", "Description=Floating IP addresses on the loopback interface",
            "After=network-pre.target", "Before=network-online.target", "", "[Service]",
            "Type=oneshot", "RemainAfterExit=yes",
        ] + commands(addresses).map { "ExecStart=/usr/bin/env \($0)" }
    }
}
