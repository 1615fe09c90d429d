import CBPF
import Glibc

/// Why the kernel refused something about programs, maps or links.
public enum BPFError: Error, Equatable, CustomStringConvertible {
    /// A call failed: what was done, to what, and the kernel's error number.
    case callFailed(operation: String, object: String, errno: Int32)
    /// The verifier rejected a program; the end of its log.
    case programRejected(name: String, errno: Int32, log: [String])
    /// The process may not load programs.
    case noPrivilege(operation: String)
    /// A program refers to a map that was not created.
    case unknownMap(program: String, map: String)
    /// A program refers to a number that its loader does not know.
    case unknownNumber(program: String, number: String)
    /// The folder for pins is not on a BPF file system, and mounting one failed.
    case fileSystemMissing(path: String, errno: Int32)
    /// A pinned map is not of the declared form: it was made by another version.
    case mapMismatch(map: String, found: String, expected: String)
    /// The program image is damaged.
    case malformedImage(program: String)

    /// Makes the error of a libbpf call that returned a negative error number.
    static func failure(_ operation: String, _ object: String, _ result: Int32) -> BPFError {
        let number = result < 0 ? -result : errno
        if number == EPERM { return .noPrivilege(operation: "\(operation) \(object)") }
        return .callFailed(operation: operation, object: object, errno: number)
    }

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .callFailed(let operation, let object, let errno):
            "cannot \(operation) \(object): \(Self.text(errno))"
                + Self.remedy(operation, object, errno)
        case .programRejected(let name, let errno, let log):
            "the kernel's verifier rejected program \(name): \(Self.text(errno)); the end of its log:\n"
                + log.map { "    \($0)" }.joined(separator: "\n")
        case .noPrivilege(let operation):
            // CAP_BPF is not enough: only CAP_SYS_ADMIN may open a lookup table by its identifier.
            "cannot \(operation): not permitted; run as root, or grant CAP_SYS_ADMIN and "
                + "CAP_NET_ADMIN"
        case .unknownMap(let program, let map):
            "program \(program) refers to map '\(map)', which was not created"
        case .unknownNumber(let program, let number):
            "program \(program) refers to number '\(number)', which was not given"
        case .fileSystemMissing(let path, let errno):
            "cannot mount a BPF file system on \(path): \(Self.text(errno)); mount it yourself: "
                + "mount -t bpf bpf \(path)"
        case .mapMismatch(let map, let found, let expected):
            "pinned map '\(map)' has \(found), this version needs \(expected); stop the data plane "
                + "with 'apusd detach' and start again"
        case .malformedImage(let program):
            "the embedded image of program \(program) is damaged; build again"
        }
    }

    private static func text(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }

    private static func remedy(_ operation: String, _ object: String, _ number: Int32) -> String {
        switch (operation.split(separator: " ").first, number) {
        // EEXIST: the other program is attached in the other mode.
        case ("attach", EBUSY), ("attach", EEXIST):
            "; another XDP program is attached: 'bpftool net show' says which; remove it with "
                + "'ip link set dev \(object) xdp off' or 'ip link set dev \(object) xdpgeneric "
                + "off', or end the process that holds its link"
        case ("attach", EOPNOTSUPP):
            "; the driver has no native XDP: set 'mode: generic' in the node file"
        case ("write", E2BIG): "; the table is full"
        default: ""
        }
    }
}
