import Addresses
import BPF
import Configuration
import Foundation
import SystemPackage

/// What the operator says of this node: the node file, with environment and flags above it.
public struct NodeConfiguration: Equatable, Sendable {
    /// The names of the interfaces that the packet program runs on.
    public var interfaces: [String]
    /// How the program is attached.
    public var mode: XDPMode
    /// The folder whose `.json` files are the ARM documents.
    public var documents: String
    /// The ranges that frontend addresses are taken from; empty for any.
    public var addressRanges: [IPPrefix]
    /// The folder on the BPF file system that keeps the data plane while the daemon is down.
    public var pins: String
    /// The folder of the daemon's own files.
    public var state: String
    /// The first state of the flow hash; the same on every node that serves the same frontends.
    public var hashSeed: UInt64
    /// Whether the daemon turns on the host's forwarding when a rule's replies need it.
    public var managesHostForwarding: Bool

    /// Makes a configuration from its parts.
    public init(
        interfaces: [String],
        mode: XDPMode = .native,
        documents: String = "/etc/apus/documents",
        addressRanges: [IPPrefix] = [],
        pins: String = "/sys/fs/bpf/apus",
        state: String = "/var/lib/apus",
        hashSeed: UInt64 = 0x4170_7573,
        managesHostForwarding: Bool = true
    ) {
        self.interfaces = interfaces
        self.mode = mode
        self.documents = documents
        self.addressRanges = addressRanges
        self.pins = pins
        self.state = state
        self.hashSeed = hashSeed
        self.managesHostForwarding = managesHostForwarding
    }

    /// Reads the node file (YAML); `APUS_...` in the environment goes before it.
    public static func read(file: String) async throws -> NodeConfiguration {
        let provider: FileProvider<YAMLSnapshot>
        do {
            provider = try await FileProvider(filePath: FilePath(file))
        } catch {
            throw NodeConfigurationError.unreadable(file: file, reason: "\(error)")
        }
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "apus")
        let reader = ConfigReader(providers: [environment, provider])
        return try NodeConfiguration(reader: reader, file: file)
    }

    /// Reads the keys out of a configuration reader.
    init(reader: ConfigReader, file: String) throws(NodeConfigurationError) {
        self.init(interfaces: reader.stringArray(forKey: "interfaces", default: []))
        guard !interfaces.isEmpty else {
            throw .missing(key: "interfaces", file: file, example: "[eth0]")
        }
        guard Set(interfaces).count == interfaces.count else {
            throw .invalid(
                key: "interfaces",
                value: "\(interfaces)",
                file: file,
                expected: "each once"
            )
        }
        let modeText = reader.string(forKey: "mode", default: mode.rawValue)
        guard let mode = XDPMode(rawValue: modeText) else {
            throw .invalid(key: "mode", value: modeText, file: file, expected: "native or generic")
        }
        self.mode = mode
        addressRanges = []
        for text in reader.stringArray(forKey: "addressRanges", default: []) {
            guard let range = IPPrefix(text) else {
                let expected = "a range such as 192.0.2.0/24"
                throw .invalid(key: "addressRanges", value: text, file: file, expected: expected)
            }
            addressRanges.append(range)
        }
        documents = reader.string(forKey: "documents", default: documents)
        pins = reader.string(forKey: "pins", default: pins)
        state = reader.string(forKey: "state", default: state)
        for (key, path) in [("documents", documents), ("pins", pins), ("state", state)]
        where !path.hasPrefix("/") {
            throw .invalid(key: key, value: path, file: file, expected: "an absolute path")
        }
        let seed = reader.int(forKey: "hashSeed", default: Int(hashSeed))
        hashSeed = UInt64(bitPattern: Int64(seed))
        managesHostForwarding = reader.bool(
            forKey: "managesHostForwarding",
            default: managesHostForwarding
        )
    }
}
