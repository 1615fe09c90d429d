import Foundation
import Guest
import Testing

/// Which of a guest's network configurators is found, from files below a folder.
struct ConfiguratorTests {
    /// A folder that stands for a guest's root.
    private final class Root: Sendable {
        let path: String

        init(_ contents: [String: String]) throws {
            path =
                FileManager.default.temporaryDirectory
                .appending(path: "apus-guest-root-\(UUID().uuidString)").path
            for (file, text) in contents {
                let place = URL(filePath: path + file)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try text.write(to: place, atomically: false, encoding: .utf8)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func configurator() throws -> NetworkConfigurator {
            try GuestFiles(root: path).configuratorTraces().configurator
        }
    }

    private static let wants = "/etc/systemd/system/multi-user.target.wants"

    @Test func `netplan is found before what it writes for`() throws {
        let networkd = "\(Self.wants)/systemd-networkd.service"
        let root = try Root(["/etc/netplan/50-cloud-init.yaml": "network:\n", networkd: ""])
        #expect(try root.configurator() == .netplan)
        let desktop = try Root([
            "/etc/netplan/01-all.yaml": "network:\n  renderer: NetworkManager\n"
        ])
        #expect(try desktop.configurator() == .networkManager)
    }

    @Test func `systemd-networkd's own file for lo is added to`() throws {
        let networkd = "\(Self.wants)/systemd-networkd.service"
        let plain = try Root([
            networkd: "", "/etc/systemd/network/10-eth.network": "[Match]\nName=eth0\n",
        ])
        #expect(try plain.configurator() == .networkd(loopbackFile: nil))
        let taken = try Root([
            networkd: "", "/etc/systemd/network/10-lo.network": "[Match]\nName=lo\n",
        ])
        #expect(try taken.configurator() == .networkd(loopbackFile: "10-lo.network"))
    }

    @Test func `NetworkManager, ifupdown and systemd alone are found`() throws {
        let manager = try Root(["\(Self.wants)/NetworkManager.service": ""])
        #expect(try manager.configurator() == .networkManager)
        let interfaces = "auto lo\niface lo inet loopback\n"
        let unused = try Root([
            "/etc/network/interfaces": interfaces, "/usr/lib/systemd/systemd": "",
        ])
        #expect(try unused.configurator() == .systemd)
        let used = try Root([
            "/etc/network/interfaces": interfaces,
            "/etc/network/interfaces.d/eth0": "iface eth0 inet dhcp\n",
        ])
        #expect(try used.configurator() == .ifupdown)
    }

    @Test func `Apus's own files are no trace of anybody`() throws {
        let root = try Root([PersistentFile.netplanPath: "network:\n"])
        #expect(try root.configurator() == .none)
    }
}
