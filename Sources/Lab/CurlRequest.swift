public import Addresses

/// One HTTP request that curl makes from a machine.
public struct CurlRequest: Hashable, Sendable {
    /// Which certificates the client accepts.
    public enum Trust: Hashable, Sendable {
        /// Those of the system's authorities.
        case system
        /// This one alone, for its own name.
        case certificate(Certificate)
        /// Whichever comes, under any name.
        case anything
    }

    /// A host name's address, given instead of asking a name server.
    public struct Resolution: Hashable, Sendable {
        /// The host name.
        public let host: String
        /// The port that it holds for.
        public let port: UInt16
        /// The address to connect to.
        public let address: IPAddress

        /// Makes a resolution from its parts.
        public init(host: String, port: UInt16, address: IPAddress) {
            self.host = host
            self.port = port
            self.address = address
        }
    }

    /// What to ask for.
    public var url: String
    /// The addresses of host names.
    public var resolve: [Resolution] = []
    /// Which certificates to accept.
    public var trust = Trust.system
    /// How long the connection may take to come about, TLS included.
    public var connectTimeout: Duration = .seconds(5)
    /// How long the whole request may take.
    public var timeout: Duration = .seconds(10)
    /// The local port, for a request whose path through a load balancer must be known.
    public var sourcePort: UInt16?

    /// Makes a request for a URL.
    public init(_ url: String) {
        self.url = url
    }

    /// Makes a request for a site at an address, which may be another than the site listens on.
    public init(_ site: NginxSite, at address: IPAddress? = nil, port: UInt16? = nil) {
        let address = address ?? site.address
        let port = port ?? site.port
        guard let certificate = site.certificate else {
            self.init("http://\(address.literal):\(port)/")
            return
        }
        self.init("https://\(certificate.name):\(port)/")
        resolve = [Resolution(host: certificate.name, port: port, address: address)]
        trust = .certificate(certificate)
    }

    /// The command line; the body goes to `bodyPath`.
    func arguments(bodyPath: String) -> [String] {
        var words = [
            "curl", "--silent", "--show-error", "--noproxy", "*", "--globoff",
            "--connect-timeout", connectTimeout.secondsText, "--max-time", timeout.secondsText,
            "--output", bodyPath, "--write-out", CurlResponse.writeOut,
        ]
        for item in resolve {
            words += ["--resolve", "\(item.host):\(item.port):\(item.address.literal)"]
        }
        switch trust {
        case .system: break
        case .certificate(let certificate): words += ["--cacert", certificate.certificatePath]
        case .anything: words.append("--insecure")
        }
        if let sourcePort { words += ["--local-port", "\(sourcePort)"] }
        return words + ["--", url]
    }
}

extension Duration {
    /// The duration in seconds with three decimals.
    fileprivate var secondsText: String {
        let (seconds, attoseconds) = components
        let milliseconds = String(attoseconds / 1_000_000_000_000_000)
        let padding = String(repeating: "0", count: 3 - milliseconds.count)
        return "\(seconds).\(padding)\(milliseconds)"
    }
}
