public import Addresses
import Resources

/// A Floating IP frontend that this guest serves: its address must be the guest's too.
public struct GuestFrontend: Hashable, Sendable, Codable {
    /// The frontend's address.
    public let address: IPAddress
    /// What is sent there, in order; empty when only the address is known.
    public let services: [GuestService]

    /// Makes a frontend; the services are put in order, each once.
    public init(address: IPAddress, services: [GuestService] = []) {
        self.address = address
        self.services = Set(services).sorted()
    }

    /// The address alone, as a prefix: never the subnet's, which would make all of it local.
    public var prefix: IPPrefix? {
        IPPrefix(address: address, length: address.version.bitWidth)
    }
}

extension GuestFrontend {
    /// Reads `ADDRESS`, `ADDRESS:PORT/tcp` or `ADDRESS:PORT/udp`, IPv6 with a port in brackets.
    public init?(_ text: String) {
        if let address = IPAddress(text) {
            self.init(address: address)
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        let parts = text[text.index(after: colon)...].split(
            separator: "/",
            omittingEmptySubsequences: false
        )
        guard let address = IPAddress(host), let first = parts.first,
            let port = UInt16(first), port > 0, parts.count <= 2
        else { return nil }
        switch parts.count == 2 ? parts[1].lowercased() : "tcp" {
        case "tcp":
            self.init(address: address, services: [.init(transport: .tcp, port: port)])
        case "udp":
            self.init(address: address, services: [.init(transport: .udp, port: port)])
        default: return nil
        }
    }
}
