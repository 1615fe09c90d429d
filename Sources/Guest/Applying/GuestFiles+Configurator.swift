extension GuestFiles {
    /// What the guest's network configurators have left, without Apus's own files.
    public func configuratorTraces() throws -> ConfiguratorTraces {
        var traces = ConfiguratorTraces()
        for name in names(in: "/etc/netplan")
        where name.hasSuffix(".yaml") && !name.hasPrefix("60-apus") {
            if let text = try read("/etc/netplan/\(name)") { traces.netplan.append(text) }
        }
        // A file of the same name in an earlier folder replaces one in a later.
        for folder in ["/usr/lib/systemd/network", "/run/systemd/network", "/etc/systemd/network"] {
            for name in names(in: folder)
            where name.hasSuffix(".network") && !name.hasPrefix("60-apus") {
                traces.networkd[name] = try read("\(folder)/\(name)")
            }
        }
        traces.hasNetworkd = isEnabled("systemd-networkd.service") || exists("/run/systemd/netif")
        traces.hasNetworkManager =
            isEnabled("NetworkManager.service") || exists("/run/NetworkManager")
        traces.interfaces = try read("/etc/network/interfaces") ?? ""
        for name in names(in: "/etc/network/interfaces.d") {
            traces.interfaces += try read("/etc/network/interfaces.d/\(name)") ?? ""
        }
        traces.hasSystemd =
            exists("/run/systemd/system") || exists("/usr/lib/systemd/systemd")
            || exists("/lib/systemd/systemd")
        return traces
    }

    private func isEnabled(_ unit: String) -> Bool {
        // The link may lead to a file that is not below this root, so it is looked for by name.
        names(in: "/etc/systemd/system/multi-user.target.wants").contains(unit)
    }
}
