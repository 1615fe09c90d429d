import Addresses
import Foundation
import Guest
import Lab
import Linux
import Testing

/// What `apus-guest` wrote, read at the next boot by the programs that it was written for.
@Suite(.needsLab, .timeLimit(.minutes(5)))
struct BootTests {
    /// What the kernel has of that which a frontend needs, without lifetimes that count down.
    private func kernel(_ guest: GuestRoot) throws -> [String] {
        let settings = ["arp_ignore", "arp_announce"].map { "/proc/sys/net/ipv4/conf/all/\($0)" }
        let lines =
            try guest.run(["ip", "-o", "address", "show", "dev", "lo"])
            + guest.run(["grep", "-H", "."] + settings)
        return lines.split(separator: "\n").map {
            $0.replacing(/\\.*/, with: "").split(separator: " ").joined(separator: " ")
        }
    }

    /// Expects what `apply` makes, whoever has made it.
    private func expectFrontends(
        _ kernel: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let four = kernel.first { $0.contains(" 192.0.2.100/") } ?? ""
        #expect(four.contains("inet 192.0.2.100/32 "), sourceLocation: sourceLocation)
        let six = kernel.first { $0.contains(" 2001:db8::100/") } ?? ""
        #expect(six.contains("inet6 2001:db8::100/128 "), sourceLocation: sourceLocation)
        #expect(six.contains(" deprecated"), "\(six)", sourceLocation: sourceLocation)
        #expect(!six.contains("tentative"), "\(six)", sourceLocation: sourceLocation)
        #expect(
            kernel.contains { $0.hasSuffix("all/arp_ignore:1") },
            sourceLocation: sourceLocation
        )
        #expect(
            kernel.contains { $0.hasSuffix("all/arp_announce:2") },
            sourceLocation: sourceLocation
        )
    }

    /// Follows a guest over three boots: before `apply`, after it, and after `remove`.
    ///
    /// `boot` starts what configures the network and returns when that has done so; `file` is what
    /// is written for it.
    func follow(_ guest: GuestRoot, file: String, boot: () throws -> Void) throws {
        let files = try guest.files(in: "/etc")
        try boot()
        let bare = try kernel(guest)
        let frontends = ["--address", "192.0.2.100", "--address", "2001:db8::100"]
        let applied = try guest.outcome(of: [program("apus-guest"), "apply"] + frontends)
        #expect(applied.status.isSuccess, "\(applied.errors)")
        #expect(applied.output.contains("done: file \(file)\n"), "\(applied.output)")
        expectFrontends(try kernel(guest))

        try guest.reboot()
        try boot()
        expectFrontends(try kernel(guest))
        let verdict = try guest.outcome(of: [program("apus-guest"), "verify"] + frontends)
        #expect(verdict.status.isSuccess, "\(verdict.output)")

        let removed = try guest.apusGuest("remove")
        #expect(removed.status.isSuccess, "\(removed.errors)")
        #expect(try kernel(guest) == bare)
        let left = try difference(from: files, to: guest.files(in: "/etc"))
        #expect(left == [])
        try guest.reboot()
        try boot()
        #expect(try kernel(guest) == bare)
    }

    @Test(.needs("/sbin/ifup", of: "ifupdown"))
    func `ifupdown brings the frontends up`() throws {
        try Lab.with { lab in
            let guest = try GuestRoot(lab, on: lab.segment("lan"))
            for folder in ["if-pre-up.d", "if-up.d", "if-down.d", "if-post-down.d"] {
                try guest.run(["mkdir", "-p", "/etc/network/\(folder)"])
            }
            try guest.write(
                "/etc/network/interfaces",
                """
                auto lo eth0
                iface lo inet loopback
                iface eth0 inet static
                    address 192.0.2.11/24

                """
            )
            try follow(guest, file: PersistentFile.ifupdownPath) {
                // Not `--system`, which has settings of the whole machine too.
                let load = "[ ! -e \"$0\" ] || sysctl -p \"$0\""
                try guest.run(["sh", "-c", load, PersistentFile.sysctlPath])
                try guest.run(["/sbin/ifup", "-a"])
            }
        }
    }

    /// Starts systemd's part of a boot, and returns when it has configured `eth0` and, before, `lo`.
    private func startNetworkd(_ guest: GuestRoot) throws {
        // Settings of the whole machine are not this guest's to make.
        try guest.run(["/lib/systemd/systemd-sysctl", "--prefix=/net"])
        let folder = "/run/systemd/netif"
        try guest.run(["mkdir", "-p", "\(folder)/links", "\(folder)/leases", "\(folder)/lldp"])
        try guest.run(["chown", "-R", "systemd-network:systemd-network", folder])
        let daemon = try guest.start(
            ["env", "SYSTEMD_LOG_LEVEL=debug", "/lib/systemd/systemd-networkd"],
            label: "networkd"
        )
        try daemon.wait(until: "eth0 is configured", within: .seconds(30)) {
            try daemon.output().contains("eth0: State changed: configuring -> configured")
        }
    }

    @Test(
        .needs("/lib/systemd/systemd-networkd", of: "systemd"),
        arguments: [nil, "10-lo.network"]
    )
    func `systemd-networkd brings the frontends up`(loopbackFile: String?) throws {
        try Lab.with { lab in
            let guest = try GuestRoot(lab, on: lab.segment("lan"))
            try guest.run(["systemctl", "enable", "systemd-networkd.service"])
            try guest.write(
                "/etc/systemd/network/20-lan.network",
                """
                [Match]
                Name=eth0
                [Network]
                Address=192.0.2.11/24
                LinkLocalAddressing=no
                IPv6AcceptRA=no

                """
            )
            if let loopbackFile {
                try guest.write(
                    "/etc/systemd/network/\(loopbackFile)",
                    "[Match]\nName=lo\n[Network]\nAddress=198.51.100.1/32\n"
                )
            }
            let file = loopbackFile.map(PersistentFile.networkdAdditionPath)
            try follow(guest, file: file ?? PersistentFile.networkdPath) {
                try startNetworkd(guest)
            }
        }
    }

    @Test(
        .needs("/usr/sbin/netplan", of: "netplan.io"),
        .needs("/lib/systemd/systemd-networkd", of: "systemd")
    )
    func `netplan has systemd-networkd bring the frontends up`() throws {
        try Lab.with { lab in
            let guest = try GuestRoot(lab, on: lab.segment("lan"))
            try guest.write(
                "/etc/netplan/50-cloud-init.yaml",
                """
                network:
                  version: 2
                  ethernets:
                    eth0:
                      addresses: [192.0.2.11/24]
                      link-local: []
                      accept-ra: false

                """,
                mode: "600"
            )
            try follow(guest, file: PersistentFile.netplanPath) {
                try guest.run(["netplan", "generate"])
                try expectGenerated(guest)
                try startNetworkd(guest)
            }
        }
    }

    /// Expects netplan to have made of its part, where that is there, a file for `lo` alone.
    private func expectGenerated(_ guest: GuestRoot) throws {
        let isWritten = try guest.outcome(of: ["test", "-e", PersistentFile.netplanPath])
        let generated = try guest.outcome(of: ["cat", "/run/systemd/network/10-netplan-lo.network"])
        guard isWritten.status.isSuccess else {
            #expect(!generated.status.isSuccess)
            return
        }
        let lines = generated.output.split(separator: "\n").map(String.init)
        #expect(lines.starts(with: ["[Match]", "Name=lo"]), "\(generated)")
        #expect(lines.contains("Address=192.0.2.100/32"))
        let six = lines.firstIndex(of: "Address=2001:db8::100/128")
        #expect(six.map { lines.dropFirst($0 + 1).first } == "PreferredLifetime=0")
    }
}
