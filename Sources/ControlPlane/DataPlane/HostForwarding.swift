import Linux

/// The host's own routing, which carries the restored replies of rules without floating IP.
public enum HostForwarding {
    /// The settings that such replies need, with the values that they must have.
    ///
    /// Redirects are off because a member must keep sending its replies through the node, even when
    /// the client is on its own segment.
    public static func required(interfaces: [String], hasIPv6: Bool) -> [(Sysctl, String)] {
        var settings = [("net/ipv4/ip_forward", "1"), ("net/ipv4/conf/all/send_redirects", "0")]
        settings += interfaces.map { ("net/ipv4/conf/\($0)/send_redirects", "0") }
        if hasIPv6 { settings.append(("net/ipv6/conf/all/forwarding", "1")) }
        return settings.compactMap { name, value in Sysctl(name).map { ($0, value) } }
    }

    /// Writes the settings that differ, and returns what was changed.
    public static func apply(_ settings: [(Sysctl, String)]) throws(LinuxError) -> [String] {
        var changed: [String] = []
        for (setting, value) in settings where try setting.read() != value {
            try setting.write(value)
            changed.append("\(setting.path) = \(value)")
        }
        return changed
    }
}
