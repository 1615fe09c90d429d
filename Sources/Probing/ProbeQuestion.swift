import Addresses
import Resources

/// What a member is asked, and where: always at its own address, also for floating rules.
public struct ProbeQuestion: Hashable, Sendable {
    /// The longest time that an HTTP answer may take, whatever the interval (Azure: health probe
    /// overview).
    static let longestHTTPAnswer: Duration = .seconds(30)

    /// The member's own address.
    public var member: IPAddress
    /// The member's port.
    public var port: UInt16
    /// How it is asked.
    public var probeProtocol: ProbeProtocol
    /// What it is asked for, ready for an HTTP request line; not used for TCP.
    public var path: String
    /// How long the member has for all of it.
    public var timeout: Duration

    /// The question of a probe to a member.
    public init(_ probe: ResolvedProbe, member: IPAddress) {
        self.member = member
        port = probe.port
        probeProtocol = probe.probeProtocol
        path = Self.requestTarget(probe.path)
        let isTCP = probe.probeProtocol == .tcp
        timeout = isTCP ? probe.interval : min(probe.interval, Self.longestHTTPAnswer)
    }

    /// The `Host` field of an HTTP request: address and port (RFC 9110 section 7.2).
    var host: String {
        let address = member.version == .ipv6 ? "[\(member)]" : "\(member)"
        let usual: UInt16 = probeProtocol == .https ? 443 : 80
        return port == usual ? address : "\(address):\(port)"
    }

    /// A path as a request line may hold it: from the root, and without bytes that would end the
    /// line or the path.
    private static func requestTarget(_ path: String) -> String {
        var target = path.hasPrefix("/") ? "" : "/"
        for byte in path.utf8 {
            if byte > 0x20 && byte < 0x7f {
                target.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                target += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return target
    }
}
