import Addresses
import Guest
import Linux
import Testing

/// The texts that are written for guests, kept under `Golden`.
///
/// `APUS_UPDATE_SNAPSHOTS=1` in the environment writes them anew.
struct GoldenTests {
    private static let configurators: [(String, NetworkConfigurator)] = [
        ("netplan", .netplan), ("networkd", .networkd(loopbackFile: nil)),
        ("networkd-addition", .networkd(loopbackFile: "10-lo.network")),
        ("networkmanager", .networkManager), ("ifupdown", .ifupdown), ("systemd", .systemd),
    ]

    @Test(arguments: configurators)
    func `what outlives a reboot is written as before`(
        name: String,
        configurator: NetworkConfigurator
    ) throws {
        let files = PersistentFile.files(
            for: configurator,
            addresses: [try address("192.0.2.100"), try address("2001:db8::100")],
            settings: [
                ("net/ipv4/conf/all/arp_ignore", "1"), ("net/ipv4/conf/eth0.5/rp_filter", "2"),
            ]
        )
        let text = files.map { "==> \($0.path)\n\($0.contents)" }.joined()
        try expectGolden(text, "\(name).txt")
        #expect(files.allSatisfy { PersistentFile.candidates(configurator).contains($0.path) })
    }

    @Test(
        .enabled(if: program(of: "sh"), "there is no sh"),
        arguments: ["networkManager", "ifupdown"]
    )
    func `the scripts are scripts`(name: String) throws {
        let files = PersistentFile.files(
            for: name == "ifupdown" ? .ifupdown : .networkManager,
            addresses: [try address("192.0.2.100")],
            settings: []
        )
        let script = try #require(files.first)
        #expect(PersistentFile.mode(of: script.path) == 0o755)
        let outcome = try ChildProcess.run(
            ["sh", "-n"],
            input: script.contents,
            until: .now + .seconds(10)
        )
        #expect(outcome.status.isSuccess, "\(outcome.errors)")
    }

    private static func program(of name: String) -> Bool {
        (try? ChildProcess.run([name, "-c", ":"], until: .now + .seconds(10))) != nil
    }

    private func windows() throws -> WindowsGuest {
        WindowsGuest(
            frontends: try requirement(
                "192.0.2.100:80",
                "192.0.2.100:53/udp",
                "[2001:db8::100]:443"
            ).frontends
        )
    }

    @Test func `the commands for Windows are as before`() throws {
        let text = try windows().commandPrompt
        try expectGolden(text, "windows.cmd.txt")
        // The founding text's own commands, for both families.
        for family in ["ipv4", "ipv6"] {
            for command in [
                "netsh interface \(family) set interface \"Ethernet\" weakhostreceive=enabled",
                "netsh interface \(family) set interface \"Loopback Pseudo-Interface 1\" "
                    + "weakhostreceive=enabled",
                "netsh interface \(family) set interface \"Loopback Pseudo-Interface 1\" "
                    + "weakhostsend=enabled",
            ] {
                #expect(text.split(separator: "\n").contains { $0 == command }, "\(command)")
            }
        }
        #expect(text.contains("\nnetsh interface show interface\n"))
    }

    @Test func `the script for PowerShell is as before`() throws {
        let text = try windows().powerShell
        try expectGolden(text, "windows.ps1.txt")
        for (open, close) in [("{", "}"), ("(", ")")] {
            #expect(text.count { String($0) == open } == text.count { String($0) == close })
        }
        #expect(text.count { $0 == "'" } % 2 == 0)
    }

    @Test func `a quote in an interface's name ends no string`() throws {
        let guest = WindowsGuest(frontends: [], interface: "Bob's NIC")
        #expect(guest.powerShell.contains("[string]$Interface = 'Bob''s NIC'"))
    }

    @Test func `the service's unit is as before`() throws {
        let text = GuestServiceUnit.text(
            program: "/usr/local/bin/apus-guest",
            arguments: ["--endpoint", "https://[2001:db8::2]:8443", "--token-file", "/etc/a b/$t%"]
        )
        try expectGolden(text, "apus-guest.service.txt")
        #expect(text.contains("\"/etc/a b/$$t%%\""))
    }
}
