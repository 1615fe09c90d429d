public import Addresses

/// One thing that an nginx server listens for and what it answers.
public struct NginxSite: Hashable, Sendable {
    /// The address to listen on; it must be an address of the machine.
    public let address: IPAddress
    /// The port to listen on.
    public let port: UInt16
    /// The certificate for TLS; without one the site speaks plain HTTP.
    public let certificate: Certificate?
    /// The text to answer with, which may contain nginx variables; `nil` for a `SiteAnswer`.
    public let response: String?

    /// Makes a site from its parts.
    public init(
        address: IPAddress,
        port: UInt16,
        certificate: Certificate? = nil,
        response: String? = nil
    ) {
        self.address = address
        self.port = port
        self.certificate = certificate
        self.response = response
    }

    /// The address and port as nginx and URLs write them.
    var endpoint: String { "\(address.literal):\(port)" }
}

extension IPAddress {
    /// The address as a URL writes it, IPv6 in brackets (RFC 3986 section 3.2.2).
    public var literal: String { version == .ipv6 ? "[\(self)]" : description }
}
