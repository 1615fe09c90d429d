import Foundation
import Lab
import Linux
import Testing

/// Firewalls whose own programs keep the rules, with a client before the guest.
@Suite(.needsLab, .timeLimit(.minutes(5)))
struct FirewallProgramTests {
    /// The rules of one family's table as `iptables` shows them, without what counts up.
    private func iptables(_ guest: GuestRoot, variant: String) throws -> String {
        try ["iptables", "ip6tables"].map { family in
            try guest.run(["\(family)-\(variant)-save"]).split(separator: "\n").filter {
                !$0.hasPrefix("#")
            }.map { $0.replacing(/\[[0-9]+:[0-9]+\]/, with: "") }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// Makes the variant the one that the plain names mean, as Debian's alternatives do.
    private func choose(_ variant: String, _ guest: GuestRoot) throws {
        for family in ["iptables", "ip6tables"] {
            for suffix in ["", "-save", "-restore"] {
                try guest.run([
                    "ln", "-sfn", "/usr/sbin/\(family)-\(variant)\(suffix)",
                    "/etc/alternatives/\(family)\(suffix)",
                ])
            }
        }
    }

    /// As the package has it.
    private static let ufwDefaults = """
        IPV6=yes
        DEFAULT_INPUT_POLICY="DROP"
        DEFAULT_OUTPUT_POLICY="ACCEPT"
        DEFAULT_FORWARD_POLICY="DROP"
        DEFAULT_APPLICATION_POLICY="SKIP"
        MANAGE_BUILTINS=no
        IPT_SYSCTL=/etc/ufw/sysctl.conf
        IPT_MODULES=""

        """

    @Test(
        .needs("/usr/sbin/ufw", of: "ufw"),
        .needs("/usr/sbin/iptables-nft", of: "iptables")
    )
    func `ufw is named, opened on request and closed again`() throws {
        try Lab.with { lab in
            let site = try FirewalledGuest(lab)
            try choose("nft", site.guest)
            // What this machine's own ufw has and was told is not the guest's.
            try site.guest.write("/etc/default/ufw", Self.ufwDefaults)
            try site.guest.run(["ufw", "--force", "reset"])
            try site.guest.run(["ufw", "--force", "enable"])
            // With the first rule that it is given ufw also writes its own, which a reload brings.
            try site.guest.run(["ufw", "limit", "22/tcp"])
            try site.guest.run(["ufw", "reload"])
            func rules() throws -> String {
                let files = ["/etc/ufw/user.rules", "/etc/ufw/user6.rules"]
                let kept = try site.guest.run(["cat"] + files)
                let told = try site.guest.run(["ufw", "status", "numbered"])
                return try [told, kept, iptables(site.guest, variant: "nft")].joined()
            }
            try site.follow(
                command: "ufw allow to 192.0.2.100 port 80 proto tcp",
                rules: rules,
                reload: { try site.guest.run(["ufw", "reload"]) },
                allow: { try site.guest.run(["ufw", "allow", "80/tcp"]) }
            )
        }
    }

    @Test(.needs("/usr/sbin/iptables-nft", of: "iptables"))
    func `iptables over nftables is opened on request and closed again`() throws {
        try follow("nft", plain: "nft", command: "iptables")
    }

    @Test(
        .needs("/usr/sbin/iptables-legacy", of: "iptables"),
        .needsLegacyIptables,
        arguments: [("legacy", "iptables"), ("nft", "iptables-legacy")]
    )
    func `iptables with tables of its own is opened on request and closed again`(
        plain: String,
        command: String
    ) throws {
        try follow("legacy", plain: plain, command: command)
    }

    /// `variant` has the rules, the plain names mean `plain`, and `command` changes the rules.
    private func follow(_ variant: String, plain: String, command: String) throws {
        try Lab.with { lab in
            let site = try FirewalledGuest(lab)
            try choose(plain, site.guest)
            for (family, echo) in [("iptables", "icmp"), ("ip6tables", "ipv6-icmp")] {
                for rule in [
                    "-A INPUT -i lo -j ACCEPT", "-A INPUT -p \(echo) -j ACCEPT",
                    "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                    "-A INPUT -p tcp --dport 22 -m comment --comment \"for us\" -j ACCEPT",
                    "-P INPUT DROP",
                ] {
                    try site.guest.run(["sh", "-c", "\(family)-\(variant) \(rule)"])
                }
            }
            try site.follow(
                command: "\(command) -I INPUT -d 192.0.2.100",
                rules: { try iptables(site.guest, variant: variant) },
                allow: {
                    let rule = "-I INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT"
                    for family in ["iptables", "ip6tables"] {
                        try site.guest.run(["sh", "-c", "\(family)-\(variant) \(rule)"])
                    }
                }
            )
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test where the kernel has no tables for `iptables-legacy` (`IP_NF_IPTABLES_LEGACY`).
    fileprivate static var needsLegacyIptables: Self {
        let tables = ["unshare", "--net", "iptables-legacy", "--list-rules"]
        let outcome = try? ChildProcess.run(tables, until: .now + .seconds(10))
        return .enabled(
            if: outcome?.status.isSuccess == true,
            "the kernel has no tables for iptables-legacy (CONFIG_IP_NF_IPTABLES_LEGACY)"
        )
    }
}
