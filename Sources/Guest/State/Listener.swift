public import Addresses
public import Resources

/// A socket that takes new connections or datagrams.
public struct Listener: Hashable, Sendable {
    /// TCP or UDP.
    public let transport: TransportProtocol
    /// The address that it is bound to; all zero for every address of its family.
    public let address: IPAddress
    /// The port.
    public let port: UInt16

    /// Makes a listener from its parts.
    public init(transport: TransportProtocol, address: IPAddress, port: UInt16) {
        self.transport = transport
        self.address = address
        self.port = port
    }

    /// Whether it is bound to no particular address.
    public var isWildcard: Bool { address.bytes.allSatisfy { $0 == 0 } }

    /// Whether packets for the address and port reach it.
    ///
    /// A socket on `::` takes IPv4 too unless it was told otherwise, which the kernel's table does
    /// not show: it counts as one that does.
    public func serves(_ transport: TransportProtocol, _ target: IPAddress, _ port: UInt16) -> Bool
    {
        guard self.transport == transport, self.port == port else { return false }
        if address == target { return true }
        return isWildcard && (address.version == target.version || address.version == .ipv6)
    }
}

extension Listener {
    /// Reads the kernel's table of sockets, `/proc/net/tcp`, `tcp6`, `udp` or `udp6`.
    ///
    /// Lines that do not have the kernel's form are left out. Source: `net/ipv4/tcp_ipv4.c`,
    /// `get_tcp4_sock` and its relatives.
    public static func table(_ text: String, transport: TransportProtocol) -> [Listener] {
        // TCP_LISTEN; for datagrams TCP_CLOSE means bound and not connected.
        let state = transport == .tcp ? "0A" : "07"
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count > 3, fields[3] == state else { return nil }
            let parts = fields[1].split(separator: ":")
            guard parts.count == 2, let address = address(parts[0]),
                let port = UInt16(parts[1], radix: 16)
            else { return nil }
            return Listener(transport: transport, address: address, port: port)
        }
    }

    /// The kernel prints each 32-bit word of the address as a number of this machine's byte order.
    private static func address(_ digits: Substring) -> IPAddress? {
        guard digits.utf8.count == 8 || digits.utf8.count == 32 else { return nil }
        var bytes: [UInt8] = []
        var rest = digits
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            withUnsafeBytes(of: word) { bytes += $0 }
            rest = rest.dropFirst(8)
        }
        return IPAddress(bytes: bytes)
    }
}
