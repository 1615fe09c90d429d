public import Addresses
import Glibc
import PacketFormats

/// A socket that sends whole IP packets by the host's routing, from whatever source they carry
/// (`SOCK_RAW` with `IPPROTO_RAW`).
///
/// It belongs to the network namespace that its creating thread was in. Needs `CAP_NET_RAW`.
public final class RawSocket: Sendable {
    private let version: IPVersion
    private let descriptor: Descriptor

    /// Opens a socket for one version of IP.
    public init(_ version: IPVersion) throws(LinuxError) {
        let family = version == .ipv4 ? AF_INET : AF_INET6
        let type = SOCK_RAW.type | SOCK_CLOEXEC.type
        let number = socket(family, type, Int32(IPPROTO_RAW))
        guard number >= 0 else { throw .last("open", "a raw socket for \(version)") }
        descriptor = Descriptor(owning: number)
        self.version = version
    }

    /// Sends a packet, from its IP header on, to the destination that the header names.
    public func send(_ packet: [UInt8], to destination: IPAddress) throws(LinuxError) {
        precondition(destination.version == version, "a packet goes out by a socket of its version")
        let sent =
            version == .ipv4
            ? sendIPv4(packet, to: destination) : sendIPv6(packet, to: destination)
        guard sent == packet.count else {
            throw .last("send", "\(packet.count) bytes to \(destination)")
        }
    }

    private func sendIPv4(_ packet: [UInt8], to destination: IPAddress) -> Int {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = destination.bits.ipv4
        return send(packet, to: &address)
    }

    private func sendIPv6(_ packet: [UInt8], to destination: IPAddress) -> Int {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: destination.bytes) }
        return send(packet, to: &address)
    }

    private func send<Address>(_ packet: [UInt8], to address: inout Address) -> Int {
        let size = socklen_t(MemoryLayout<Address>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                uninterrupted {
                    sendto(descriptor.number, packet, packet.count, 0, pointer, size)
                }
            }
        }
    }
}
