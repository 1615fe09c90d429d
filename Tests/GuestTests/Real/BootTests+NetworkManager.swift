import Guest
import Lab
import Testing

extension BootTests {
    @Test(
        .needs("/usr/sbin/NetworkManager", of: "network-manager"),
        .needs("/usr/bin/dbus-daemon", of: "dbus-daemon"),
        .needs("/lib/systemd/systemd-sysctl", of: "systemd")
    )
    func `NetworkManager brings the frontends up`() throws {
        try Lab.with { lab in
            let guest = try GuestRoot(lab, on: lab.segment("lan"))
            try guest.run(["systemctl", "enable", "NetworkManager.service"])
            try guest.write(
                "/etc/NetworkManager/NetworkManager.conf",
                "[main]\nplugins=keyfile\nno-auto-default=*\n"
            )
            try guest.write(
                "/etc/NetworkManager/system-connections/lan.nmconnection",
                """
                [connection]
                id=lan
                type=ethernet
                interface-name=eth0
                [ipv4]
                method=manual
                address1=192.0.2.11/24
                [ipv6]
                method=disabled

                """,
                mode: "600"
            )
            try follow(guest, file: PersistentFile.dispatcherPath) {
                try startNetworkManager(guest)
            }
        }
    }

    @Test(
        .needs("/usr/sbin/netplan", of: "netplan.io"),
        .needs("/usr/sbin/NetworkManager", of: "network-manager"),
        .needs("/usr/bin/dbus-daemon", of: "dbus-daemon"),
        .needs("/lib/systemd/systemd-sysctl", of: "systemd")
    )
    func `netplan has NetworkManager bring the frontends up`() throws {
        try Lab.with { lab in
            let guest = try GuestRoot(lab, on: lab.segment("lan"))
            try guest.write(
                "/etc/NetworkManager/NetworkManager.conf",
                "[main]\nplugins=keyfile\nno-auto-default=*\n"
            )
            try guest.write(
                "/etc/netplan/01-all.yaml",
                """
                network:
                  version: 2
                  renderer: NetworkManager
                  ethernets:
                    eth0:
                      addresses: [192.0.2.11/24]

                """,
                mode: "600"
            )
            try follow(guest, file: PersistentFile.dispatcherPath) {
                try guest.run(["netplan", "generate"])
                try startNetworkManager(guest)
            }
        }
    }

    /// Starts NetworkManager, and returns when it has told its scripts that `eth0` is up.
    private func startNetworkManager(_ guest: GuestRoot) throws {
        try guest.run(["/lib/systemd/systemd-sysctl", "--prefix=/net"])
        try guest.startBus()
        let scripts = try guest.start(
            ["/usr/lib/NetworkManager/nm-dispatcher", "--persist", "--debug"],
            label: "dispatcher"
        )
        let daemon = try guest.start(
            ["/usr/sbin/NetworkManager", "--debug", "--log-level=INFO"],
            label: "NetworkManager"
        )
        try daemon.wait(until: "the scripts of eth0 have run", within: .seconds(30)) {
            try scripts.output().contains("'up' [eth0]: completed")
        }
    }
}
