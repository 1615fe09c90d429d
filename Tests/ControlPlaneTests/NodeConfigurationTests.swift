import Addresses
import BPF
import ControlPlane
import Foundation
import Probing
import Testing

/// Serialized, because the environment belongs to the whole process.
@Suite(.serialized)
struct NodeConfigurationTests {
    private func read(_ text: String) async throws -> NodeConfiguration {
        let folder = try TemporaryFolder()
        let file = folder.file("node.yaml")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try await NodeConfiguration.read(file: file)
    }

    /// The error that a node file is refused with.
    private func error(_ text: String) async throws -> NodeConfigurationError {
        try #require(
            await #expect(throws: NodeConfigurationError.self) { _ = try await read(text) }
        )
    }

    /// The key that a node file is refused for, if its value is not what the key takes.
    private func invalidKey(_ text: String) async throws -> String? {
        guard case .invalid(let key, _, _, _) = try await error(text) else { return nil }
        return key
    }

    @Test func `a file with the interfaces alone has the defaults`() async throws {
        let node = try await read("interfaces: [eth0]\n")
        #expect(node == NodeConfiguration(interfaces: ["eth0"]))
        #expect(node.mode == .native)
        #expect(node.documents == nil)
        #expect(node.api.port == 8443)
        #expect(node.api.address == APIConfiguration.loopback)
        #expect(APIConfiguration.loopback.description == "127.0.0.1")
        #expect(node.addressRanges == [])
        #expect(node.pins == "/sys/fs/bpf/apus")
        #expect(node.state == "/var/lib/apus")
        #expect(node.managesHostForwarding)
    }

    @Test func `a misspelled key is refused, with the keys that there are`() async throws {
        let error = try await error("interfaces: [eth0]\nadressRanges: [192.0.2.0/24]\n")
        guard case .unknown("adressRanges", _, let known) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(known.contains("addressRanges"))
    }

    @Test func `every key is read`() async throws {
        let node = try await read(
            """
            interfaces: [eth0, eth1.100]
            mode: generic
            documents: /d
            addressRanges: ["192.0.2.0/24", "2001:db8::/64"]
            pins: /sys/fs/bpf/other
            state: /s
            hashSeed: 0x1234
            managesHostForwarding: false
            probeSource: ["2001:db8::2", 192.0.2.2]
            apiListen: "[2001:db8::2]:9443"
            apiCertificate: /c.pem
            apiKey: /k.pem
            apiNames: [node.example]
            publicAddresses: [198.51.100.0/28]
            location: lab
            """
        )
        let expected = NodeConfiguration(
            interfaces: ["eth0", "eth1.100"],
            mode: .generic,
            documents: "/d",
            addressRanges: [
                try #require(IPPrefix("192.0.2.0/24")), try #require(IPPrefix("2001:db8::/64")),
            ],
            pins: "/sys/fs/bpf/other",
            state: "/s",
            hashSeed: 0x1234,
            managesHostForwarding: false,
            probeSource: try #require(
                ProbeSources([try address("192.0.2.2"), try address("2001:db8::2")])
            ),
            api: APIConfiguration(
                address: try address("2001:db8::2"),
                port: 9443,
                certificate: "/c.pem",
                key: "/k.pem",
                names: ["node.example"]
            ),
            publicAddresses: [try #require(IPPrefix("198.51.100.0/28"))],
            location: "lab"
        )
        #expect(node == expected)
    }

    @Test func `a seed may be any 64 bits, a negative number too`() async throws {
        #expect(try await read("interfaces: [a]\nhashSeed: -1\n").hashSeed == .max)
        #expect(try await invalidKey("interfaces: [a]\nhashSeed: 1e30\n") == "hashSeed")
    }

    @Test func `what the environment says goes before the file`() async throws {
        setenv("APUS_MODE", "generic", 1)
        setenv("APUS_INTERFACES", "eth7,eth8", 1)
        setenv("APUS_HASH_SEED", "99", 1)
        setenv("APUS_MANAGES_HOST_FORWARDING", "false", 1)
        defer {
            for key in ["MODE", "INTERFACES", "HASH_SEED", "MANAGES_HOST_FORWARDING"] {
                unsetenv("APUS_\(key)")
            }
        }
        let node = try await read("interfaces: [eth0]\nmode: native\nhashSeed: 1\nstate: /s\n")
        #expect(node.interfaces == ["eth7", "eth8"])
        #expect(node.mode == .generic)
        #expect(node.hashSeed == 99)
        #expect(!node.managesHostForwarding)
        #expect(node.state == "/s")
    }

    @Test(arguments: ["mode: native\n", "interfaces: []\n"])
    func `a file without interfaces says what to write`(text: String) async throws {
        let error = try await error(text)
        guard case .missing(key: "interfaces", _, _) = error else {
            Issue.record("unexpected error \(error)")
            return
        }
        #expect(error.description.contains("write for example 'interfaces: [eth0]'"))
    }

    @Test(arguments: [
        ("interfaces: [eth0, eth0]", "interfaces"), ("mode: fast", "mode"),
        ("addressRanges: [192.0.2.0]", "addressRanges"),
        ("addressRanges: [192.0.2.0/33]", "addressRanges"), ("documents: d", "documents"),
        ("pins: ./pins", "pins"), ("probeSource: [192.0.2.0/24]", "probeSource"),
        ("apiListen: 127.0.0.1", "apiListen"), ("apiListen: \"node:8443\"", "apiListen"),
        ("publicAddresses: [192.0.2.1]", "publicAddresses"),
        ("probeSource: [192.0.2.1, 192.0.2.2]", "probeSource"), ("state: \"\"", "state"),
    ])
    func `a value that the key does not take is refused with key, value and file`(
        line: String,
        key: String
    ) async throws {
        let isInterfaces = key == "interfaces"
        let error = try await error(isInterfaces ? line : "interfaces: [a]\n\(line)\n")
        guard case .invalid(key, _, let file, _) = error else {
            Issue.record("unexpected error \(error)")
            return
        }
        #expect(error.description.hasPrefix("node file \(file): '\(key)' is '"))
        #expect(error.description.contains(", expected "))
    }

    /// A value of another form must not be taken for the default.
    @Test(arguments: [
        ("addressRanges: 192.0.2.0/24", "addressRanges"), ("interfaces: eth0", "interfaces"),
        ("mode: [native]", "mode"), ("hashSeed: abc", "hashSeed"),
        ("hashSeed: 18446744073709551615", "hashSeed"),
        ("managesHostForwarding: perhaps", "managesHostForwarding"),
        ("documents: [/d]", "documents"),
    ])
    func `a value of another form is refused`(line: String, key: String) async throws {
        let isInterfaces = key == "interfaces"
        #expect(try await invalidKey(isInterfaces ? line : "interfaces: [a]\n\(line)\n") == key)
    }

    @Test(arguments: ["interfaces: [eth0\n", "- a\n- b\n", ""])
    func `a file that is no YAML mapping is refused with its name`(text: String) async throws {
        guard case .unreadable(let file, _) = try await error(text) else {
            Issue.record("unexpected error")
            return
        }
        #expect(file.hasSuffix("/node.yaml"))
    }

    @Test func `a file that is not there is refused with its name`() async throws {
        let folder = try TemporaryFolder()
        let file = folder.file("absent.yaml")
        let error = try #require(
            await #expect(throws: NodeConfigurationError.self) {
                _ = try await NodeConfiguration.read(file: file)
            }
        )
        #expect(error.description.hasPrefix("cannot read node file \(file): "))
    }
}
