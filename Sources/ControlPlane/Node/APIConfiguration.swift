import Addresses
import PacketFormats

/// Where and how the API is served, as the node file says.
public struct APIConfiguration: Equatable, Sendable {
    /// The address to listen on: loopback, unless the operator says otherwise.
    public var address: IPAddress
    /// The TCP port to listen on; 0 for any free one.
    public var port: UInt16
    /// The operator's certificate chain, a PEM file; `nil` for one that the node makes.
    public var certificate: String?
    /// The private key of the certificate, a PEM file.
    public var key: String?
    /// Names and addresses that the node's own certificate is for, beside those of this host.
    public var names: [String]

    /// Makes a configuration from its parts.
    public init(
        address: IPAddress = Self.loopback,
        port: UInt16 = 8443,
        certificate: String? = nil,
        key: String? = nil,
        names: [String] = []
    ) {
        self.address = address
        self.port = port
        self.certificate = certificate
        self.key = key
        self.names = names
    }

    /// 127.0.0.1.
    public static let loopback = IPAddress(bits: AddressBits(ipv4: UInt32(0x7f00_0001).bigEndian))

    /// Reads the node file's keys that begin with `api`.
    init(reading reader: NodeFileReader) async throws(NodeConfigurationError) {
        self.init(
            certificate: try await reader.text("apiCertificate"),
            key: try await reader.text("apiKey"),
            names: try await reader.list("apiNames") ?? []
        )
        guard (certificate == nil) == (key == nil) else {
            throw .missing(
                key: certificate == nil ? "apiCertificate" : "apiKey",
                file: reader.file,
                example: "/etc/apus/server.pem"
            )
        }
        guard let text = try await reader.text("apiListen") else { return }
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...]),
            let address = IPAddress(
                String(text[..<colon].filter { $0 != "[" && $0 != "]" })
            )
        else {
            let expected = "an address and a port such as 127.0.0.1:8443 or [::1]:8443"
            throw .invalid(key: "apiListen", value: text, file: reader.file, expected: expected)
        }
        self.address = address
        self.port = port
    }
}
