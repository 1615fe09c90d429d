import Addresses
import BPF
import Configuration
import Foundation
import Probing
import SystemPackage
import Yams

/// What the operator says of this node: the node file, with environment and flags above it.
public struct NodeConfiguration: Equatable, Sendable {
    /// The names of the interfaces that the packet program runs on.
    public var interfaces: [String]
    /// How the program is attached.
    public var mode: XDPMode
    /// The folder whose `.json` files are the ARM documents; `nil` when the API is the way in.
    public var documents: String?
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
    /// Whether internal frontends answer echo requests, as public ones do.
    public var internalFrontendsAnswerEcho: Bool
    /// The node's addresses that health probes ask from; the kernel chooses where there is none.
    public var probeSource: ProbeSources
    /// The node's addresses that members are also asked from for readiness, to which they answer by
    /// way of a router; those of another of the interfaces where there is none.
    public var readinessSource: ProbeSources
    /// Whether members are asked if they are ready for Floating IP.
    public var measuresReadiness: Bool
    /// Where and how the API is served.
    public var api: APIConfiguration
    /// The ranges that public IP addresses are taken from.
    public var publicAddresses: [IPPrefix]
    /// The region that resources are in which name none.
    public var location: String

    /// Makes a configuration from its parts.
    public init(
        interfaces: [String],
        mode: XDPMode = .native,
        documents: String? = nil,
        addressRanges: [IPPrefix] = [],
        pins: String = "/sys/fs/bpf/apus",
        state: String = "/var/lib/apus",
        hashSeed: UInt64 = 0x4170_7573,
        managesHostForwarding: Bool = true,
        internalFrontendsAnswerEcho: Bool = false,
        probeSource: ProbeSources = ProbeSources(),
        readinessSource: ProbeSources = ProbeSources(),
        measuresReadiness: Bool = true,
        api: APIConfiguration = APIConfiguration(),
        publicAddresses: [IPPrefix] = [],
        location: String = "local"
    ) {
        self.interfaces = interfaces
        self.mode = mode
        self.documents = documents
        self.addressRanges = addressRanges
        self.pins = pins
        self.state = state
        self.hashSeed = hashSeed
        self.managesHostForwarding = managesHostForwarding
        self.internalFrontendsAnswerEcho = internalFrontendsAnswerEcho
        self.probeSource = probeSource
        self.readinessSource = readinessSource
        self.measuresReadiness = measuresReadiness
        self.api = api
        self.publicAddresses = publicAddresses
        self.location = location
    }

    /// Reads the node file (YAML); `APUS_...` in the environment goes before it.
    public static func read(file: String) async throws -> NodeConfiguration {
        let provider: FileProvider<YAMLSnapshot>
        do {
            provider = try await FileProvider(filePath: FilePath(file))
        } catch {
            throw NodeConfigurationError.unreadable(file: file, reason: "\(error)")
        }
        try refuseUnknownKeys(file)
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "apus")
        let reader = ConfigReader(providers: [environment, provider])
        return try await NodeConfiguration(reading: NodeFileReader(reader: reader, file: file))
    }

    /// The keys that a node file may have.
    static let keys: Set<String> = [
        "interfaces", "mode", "documents", "addressRanges", "pins", "state", "hashSeed",
        "managesHostForwarding", "internalFrontendsAnswerEcho", "probeSource", "readinessSource",
        "measuresReadiness",
        "apiListen",
        "apiCertificate", "apiKey", "apiNames", "publicAddresses", "location",
    ]

    /// A key that is misspelled would be as if it were not there, and `addressRanges` would then
    /// allow every address; configuration readers look for keys and never list them.
    private static func refuseUnknownKeys(_ file: String) throws(NodeConfigurationError) {
        let found: [String]
        do {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            found = (try Yams.load(yaml: text) as? [String: Any])?.keys.sorted() ?? []
        } catch {
            throw .unreadable(file: file, reason: "\(error)")
        }
        guard let unknown = found.first(where: { !keys.contains($0) }) else { return }
        throw .unknown(key: unknown, file: file, known: keys.sorted())
    }

    /// Takes the values that a reader has, and the defaults for the others.
    init(reading reader: NodeFileReader) async throws(NodeConfigurationError) {
        let file = reader.file
        self.init(interfaces: try await reader.list("interfaces") ?? [])
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
        let modeText = try await reader.text("mode") ?? mode.rawValue
        guard let mode = XDPMode(rawValue: modeText) else {
            throw .invalid(key: "mode", value: modeText, file: file, expected: "native or generic")
        }
        self.mode = mode
        addressRanges = try await reader.ranges("addressRanges")
        publicAddresses = try await reader.ranges("publicAddresses")
        location = try await reader.text("location") ?? location
        documents = try await reader.text("documents")
        api = try await APIConfiguration(reading: reader)
        pins = try await reader.text("pins") ?? pins
        state = try await reader.text("state") ?? state
        let paths: [(String, String?)] = [
            ("documents", documents), ("pins", pins), ("state", state),
        ]
        for (key, path) in paths
        where path?.hasPrefix("/") == false {
            let expected = "an absolute path"
            throw .invalid(key: key, value: path ?? "", file: file, expected: expected)
        }
        if let seed = try await reader.number("hashSeed") {
            hashSeed = UInt64(bitPattern: Int64(seed))
        }
        managesHostForwarding =
            try await reader.flag("managesHostForwarding") ?? managesHostForwarding
        internalFrontendsAnswerEcho =
            try await reader.flag("internalFrontendsAnswerEcho") ?? internalFrontendsAnswerEcho
        probeSource = try await Self.sources("probeSource", reader)
        readinessSource = try await Self.sources("readinessSource", reader)
        measuresReadiness = try await reader.flag("measuresReadiness") ?? measuresReadiness
    }

    private static func sources(
        _ key: String,
        _ reader: NodeFileReader
    ) async throws(NodeConfigurationError) -> ProbeSources {
        let sources = try await reader.list(key) ?? []
        let addresses = sources.compactMap { IPAddress($0) }
        guard addresses.count == sources.count, let source = ProbeSources(addresses) else {
            throw .invalid(
                key: key,
                value: "[\(sources.joined(separator: ", "))]",
                file: reader.file,
                expected: "at most one address of each IP version, as in [192.0.2.2, 2001:db8::2]"
            )
        }
        return source
    }
}
