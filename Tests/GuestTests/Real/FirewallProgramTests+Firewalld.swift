import Lab
import Linux
import Testing

extension FirewallProgramTests {
    @Test(
        .needs("/usr/sbin/firewalld", of: "firewalld"),
        .needs("/usr/bin/dbus-daemon", of: "dbus-daemon")
    )
    func `firewalld is named, opened on request and closed again`() throws {
        try Lab.with { lab in
            let site = try FirewalledGuest(lab)
            try site.guest.startBus()
            let daemon = try site.guest.start(
                ["/usr/sbin/firewalld", "--nofork", "--nopid"],
                label: "firewalld"
            )
            try daemon.wait(until: "firewalld runs", within: .seconds(30)) {
                try site.guest.outcome(of: ["firewall-cmd", "--state"]).status.isSuccess
            }
            func rules() throws -> String {
                let lists = [
                    ["firewall-cmd", "--list-all-zones"],
                    ["firewall-cmd", "--permanent", "--list-all-zones"],
                    ["nft", "--stateless", "list", "ruleset"],
                ]
                return try lists.map { try site.guest.run($0) }.joined(separator: "\n")
            }
            try site.follow(
                command: "firewall-cmd '--add-rich-rule=rule family=\"ipv4\" destination",
                rules: rules,
                reload: { try site.guest.run(["firewall-cmd", "--reload"]) },
                allow: { try site.guest.run(["firewall-cmd", "--add-service=http"]) }
            )
        }
    }
}
