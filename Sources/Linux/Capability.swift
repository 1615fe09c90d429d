import Glibc

/// A privilege of a process that Apus needs (`capabilities(7)`).
public enum Capability: UInt8, Hashable, Sendable, CaseIterable {
    /// Change interfaces, addresses, neighbours and settings.
    case netAdmin = 12
    /// Open packet sockets.
    case netRaw = 13
    /// Enter namespaces and mount file systems.
    case sysAdmin = 21
    /// Load packet programs that use performance-sensitive features.
    case perfmon = 38
    /// Create maps and load packet programs.
    case bpf = 39

    /// The kernel's name, such as `CAP_NET_ADMIN`.
    public var name: String {
        switch self {
        case .netAdmin: "CAP_NET_ADMIN"
        case .netRaw: "CAP_NET_RAW"
        case .sysAdmin: "CAP_SYS_ADMIN"
        case .perfmon: "CAP_PERFMON"
        case .bpf: "CAP_BPF"
        }
    }

    /// The capabilities in effect according to the text of a `/proc/PID/status` file.
    ///
    /// `nil` when the text has no well-formed `CapEff` line.
    public static func effective(inStatus text: some StringProtocol) -> Set<Capability>? {
        let lines = text.split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("CapEff:") }),
            let digits = line.split(whereSeparator: { $0 == ":" || $0.isWhitespace }).last,
            let bits = UInt64(digits, radix: 16)
        else { return nil }
        return Set(allCases.filter { bits >> $0.rawValue & 1 == 1 })
    }

    /// The capabilities that the calling thread has in effect.
    public static func effective() throws(LinuxError) -> Set<Capability> {
        let file = "/proc/thread-self/status"
        let number = open(file, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw .last("open", file) }
        let descriptor = Descriptor(owning: number)
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = uninterrupted { read(descriptor.number, &bytes, bytes.count) }
        guard count >= 0 else { throw .last("read", file) }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        guard let found = effective(inStatus: text) else {
            throw LinuxError("read", file, .unusable("it has no CapEff line"))
        }
        return found
    }

    /// Checks that all these capabilities are in effect; the error names those that are missing.
    ///
    /// `operation` and `object` say what for, as in "load" "the packet program". As for the kernel
    /// itself, `sysAdmin` stands for `bpf` and `perfmon` too.
    public static func require(
        _ needed: Set<Capability>,
        to operation: String,
        _ object: String
    ) throws(LinuxError) {
        var held = try effective()
        if held.contains(.sysAdmin) { held.formUnion([.bpf, .perfmon]) }
        let missing = needed.subtracting(held).map(\.name).sorted()
        if missing.isEmpty { return }
        throw LinuxError(
            operation,
            object,
            .unusable("\(missing.joined(separator: " and ")) not in effect"),
            remedy: "Run it as root, or as a service with "
                + "AmbientCapabilities=\(missing.joined(separator: " "))."
        )
    }
}
