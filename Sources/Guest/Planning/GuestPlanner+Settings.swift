import Addresses
import Linux

extension GuestPlanner {
    /// The kernel settings that the frontends need, all of them with their values.
    ///
    /// IPv6 needs none: the kernel answers solicitations on an interface for that interface's own
    /// addresses only (`net/ipv6/ndisc.c`).
    mutating func examineSettings() -> [(path: String, value: String)] {
        guard requirement.versions.contains(.ipv4) else { return [] }
        var settings: [(path: String, value: String)] = []
        settings.append(
            need(
                "arp_ignore",
                atLeast: 1,
                "the guest answers ARP for the frontend and takes its traffic from the load balancer"
            )
        )
        settings.append(
            need(
                "arp_announce",
                atLeast: 2,
                "ARP requests of the guest tell neighbours that the frontend is here"
            )
        )
        for interface in memberInterfaces where !repliesLeave(by: interface) {
            settings += examineReversePath(interface)
        }
        return settings
    }

    /// A setting that must hold on every interface: the larger of `all` and its own counts.
    private mutating func need(
        _ name: String,
        atLeast value: Int,
        _ reason: String
    ) -> (path: String, value: String) {
        let path = GuestState.setting(name, of: "all")
        let subject = "setting \(path.settingName)"
        let short = state.realInterfaces.filter { state.effectiveValue(name, of: $0) < value }
        kept.insert(subject)
        let before = state.settings[path] ?? "0"
        if short.isEmpty, state.value(name, of: "all") >= value {
            items.append(GuestItem(subject, .ok, "it is \(before)"))
            return (path, before)
        }
        guard !short.isEmpty || state.realInterfaces.isEmpty else {
            items.append(GuestItem(subject, .ok, "every interface has it by itself"))
            // Kept as it is, and written nowhere: a reboot restores what made it so.
            return (path, "\(value)")
        }
        let places = short.isEmpty ? "" : " on \(short.joined(separator: ", "))"
        mend(
            subject,
            "it is \(before)\(places): \(reason)",
            .set(path: path, value: "\(value)", before: before)
        )
        return (path, "\(value)")
    }

    /// The reverse-path filter, where replies leave by another interface than requests come in by.
    private mutating func examineReversePath(
        _ interface: String
    ) -> [(path: String, value: String)] {
        let path = GuestState.setting("rp_filter", of: interface)
        let subject = "setting \(path.settingName)"
        let wasSet = record.changes.contains { $0.subject == subject }
        let effective = state.effectiveValue("rp_filter", of: interface)
        guard effective == 1 || wasSet else { return [] }
        kept.insert(subject)
        guard effective == 1 else {
            items.append(GuestItem(subject, .ok, "loose"))
            return [(path, "2")]
        }
        mend(
            subject,
            "the way back to clients is not by \(interface), so the strict filter drops their packets",
            .set(path: path, value: "2", before: state.settings[path] ?? "0")
        )
        return [(path, "2")]
    }

    /// The interfaces that frontends' packets come in by: those with the guest's member addresses.
    var memberInterfaces: [String] {
        let indices = state.network.addresses.filter {
            $0.interface != state.loopbackIndex
                && requirement.memberAddresses.contains($0.address)
                && $0.address.version == .ipv4
        }
        return Set(indices.map { state.name(of: $0.interface) }).sorted()
    }

    /// Whether the best default route leaves by the interface; without one nothing can be said.
    private func repliesLeave(by interface: String) -> Bool {
        let defaults = state.network.routes.filter {
            $0.destination.length == 0 && $0.destination.address.version == .ipv4
        }
        guard let best = defaults.map(\.metric).min() else { return true }
        return defaults.contains {
            $0.metric == best && state.name(of: $0.interface) == interface
        }
    }
}
