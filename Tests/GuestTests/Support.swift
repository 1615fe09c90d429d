import Addresses
import Foundation
import Guest
import Lab
import Linux
import PacketFormats
import Resources
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a lab test where a capability that labs and the daemon need is not in effect.
    static var needsLab: Self {
        var held = (try? Capability.effective()) ?? []
        if held.contains(.sysAdmin) { held.formUnion([.bpf, .perfmon]) }
        let missing = Capability.allCases.filter { !held.contains($0) }
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.map(\.name).joined(separator: ", ")) is not in effect"
        )
    }
}

extension Machine {
    /// Whether a request is answered by a page, within a few seconds.
    func isAnswered(_ url: String) throws -> Bool {
        var request = CurlRequest(url)
        request.connectTimeout = .seconds(1)
        request.timeout = .seconds(3)
        do {
            return try curl(request).status == 200
        } catch LabError.commandFailed {
            return false
        }
    }
}

func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }
func frontend(_ text: String) throws -> GuestFrontend { try #require(GuestFrontend(text)) }

/// A guest in memory: `lo` is 1, `eth0` is 2 with 192.0.2.11, `eth1` is 3 with 198.51.100.11.
func guestState(
    _ more: [InterfaceAddress] = [],
    routes: [Route] = []
) throws -> GuestState {
    let own = [
        InterfaceAddress(interface: 1, address: try address("127.0.0.1"), prefixLength: 8),
        InterfaceAddress(interface: 2, address: try address("192.0.2.11"), prefixLength: 24),
        InterfaceAddress(interface: 3, address: try address("198.51.100.11"), prefixLength: 24),
    ]
    let interfaces = ["lo", "eth0", "eth1"].enumerated().map { number, name in
        NetworkInterface(index: UInt32(number + 1), name: name, ethernetAddress: .unknown)
    }
    let network = NetworkSnapshot(
        interfaces: interfaces,
        addresses: own + more,
        neighbours: [],
        routes: routes
    )
    var state = GuestState(network: network)
    for interface in ["all", "lo", "eth0", "eth1"] {
        for name in ["arp_ignore", "arp_announce", "rp_filter"] {
            state.settings["net/ipv4/conf/\(interface)/\(name)"] = "0"
        }
    }
    state.folders = ["/etc", "/etc/sysctl.d"]
    return state
}

/// A guest's requirement of one frontend with port 80, for the member 192.0.2.11.
func requirement(_ frontends: String...) throws -> GuestRequirement {
    GuestRequirement(
        frontends: try frontends.map(frontend),
        memberAddresses: [try address("192.0.2.11")]
    )
}

extension GuestPlan {
    /// The changes in their order.
    var changes: [GuestChange] { steps.map(\.change) }

    func item(_ subject: String) -> GuestItem? { items.first { $0.subject == subject } }
}

/// A program that was built with the tests.
func program(_ name: String) -> String {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: own ?? "").deletingLastPathComponent().appending(path: name).path
}

/// Compares a text with the one that is kept under a name.
func expectGolden(
    _ text: String,
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden/\(name)"
    )
    if ProcessInfo.processInfo.environment["APUS_UPDATE_SNAPSHOTS"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let kept = try? String(contentsOf: file, encoding: .utf8)
    #expect(
        text == kept,
        "if this is meant, run the tests once with APUS_UPDATE_SNAPSHOTS=1",
        sourceLocation: sourceLocation
    )
}
