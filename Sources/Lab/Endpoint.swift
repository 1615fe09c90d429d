public import Addresses
package import Glibc

/// An address and a port, where a socket is or where it sends to.
public struct Endpoint: Hashable, Sendable {
    /// The address.
    public var address: IPAddress
    /// The port; 0 lets the kernel choose one.
    public var port: UInt16

    /// Makes an endpoint from its parts.
    public init(_ address: IPAddress, _ port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Runs the body with the endpoint as the kernel takes it.
    ///
    /// - Parameter flowLabel: of an IPv6 packet that is sent there (RFC 8200 section 6).
    package func withSocketAddress<Result>(
        flowLabel: UInt32 = 0,
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
    ) rethrows -> Result {
        var storage = sockaddr_storage()
        let bytes = address.bytes
        return try withUnsafeMutablePointer(to: &storage) { storage in
            let raw = UnsafeMutableRawPointer(storage)
            let size: Int
            switch address.version {
            case .ipv4:
                let ipv4 = raw.assumingMemoryBound(to: sockaddr_in.self)
                ipv4.pointee.sin_family = sa_family_t(AF_INET)
                ipv4.pointee.sin_port = port.bigEndian
                withUnsafeMutableBytes(of: &ipv4.pointee.sin_addr) { $0.copyBytes(from: bytes) }
                size = MemoryLayout<sockaddr_in>.size
            case .ipv6:
                let ipv6 = raw.assumingMemoryBound(to: sockaddr_in6.self)
                ipv6.pointee.sin6_family = sa_family_t(AF_INET6)
                ipv6.pointee.sin6_port = port.bigEndian
                ipv6.pointee.sin6_flowinfo = flowLabel.bigEndian
                withUnsafeMutableBytes(of: &ipv6.pointee.sin6_addr) { $0.copyBytes(from: bytes) }
                size = MemoryLayout<sockaddr_in6>.size
            }
            return try body(UnsafePointer(raw.assumingMemoryBound(to: sockaddr.self)), UInt32(size))
        }
    }

    /// Reads what a system call writes as a socket's address; `nil` when it fails or writes another.
    init?(_ read: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Bool) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let found: Endpoint? = withUnsafeMutablePointer(to: &storage) { storage in
            let raw = UnsafeMutableRawPointer(storage)
            guard read(raw.assumingMemoryBound(to: sockaddr.self), &size) else { return nil }
            switch Int32(storage.pointee.ss_family) {
            case AF_INET:
                let ipv4 = raw.load(as: sockaddr_in.self)
                let bytes = withUnsafeBytes(of: ipv4.sin_addr) { Array($0) }
                return IPAddress(bytes: bytes).map { Endpoint($0, ipv4.sin_port.bigEndian) }
            case AF_INET6:
                let ipv6 = raw.load(as: sockaddr_in6.self)
                let bytes = withUnsafeBytes(of: ipv6.sin6_addr) { Array($0) }
                return IPAddress(bytes: bytes).map { Endpoint($0, ipv6.sin6_port.bigEndian) }
            default:
                return nil
            }
        }
        guard let found else { return nil }
        self = found
    }
}

extension Endpoint: CustomStringConvertible {
    /// As URLs write it.
    public var description: String { "\(address.literal):\(port)" }
}
