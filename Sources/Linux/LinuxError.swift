internal import CNetlink
import Glibc

/// A request that the kernel refused, or could not be put to it.
public struct LinuxError: Error, Hashable, Sendable {
    /// What the kernel, or the netlink library on its behalf, answered.
    public enum Reason: Hashable, Sendable {
        /// A system call failed with this `errno`.
        case system(Int32)
        /// The netlink library failed with this code (`NLE_...`, positive).
        case netlink(Int32)
        /// There is nothing the kernel could have been asked; the text says why.
        case unusable(String)
    }

    /// What was tried, as a verb phrase: "list the neighbours of".
    public let operation: String
    /// What it was tried on: an interface, an address, a file.
    public let object: String
    /// Why it failed.
    public let reason: Reason
    /// What the reader can do about it, as a sentence; `nil` when the reason says it all.
    public let remedy: String?

    /// Makes an error from its parts.
    public init(_ operation: String, _ object: String, _ reason: Reason, remedy: String? = nil) {
        self.operation = operation
        self.object = object
        self.reason = reason
        self.remedy = remedy
    }

    /// Makes an error from the calling thread's `errno`, which must be read before anything else.
    static func last(_ operation: String, _ object: String, remedy: String? = nil) -> LinuxError {
        LinuxError(operation, object, .system(errno), remedy: remedy)
    }

    /// Whether the kernel refused for lack of privilege.
    public var isPermission: Bool {
        switch reason {
        case .system(let code): code == EPERM || code == EACCES
        case .netlink(let code): code == NLE_PERM || code == NLE_NOACCESS
        case .unusable: false
        }
    }

    /// Whether the object does not exist.
    public var isAbsent: Bool {
        switch reason {
        case .system(let code): code == ENOENT || code == ENODEV || code == ENXIO
        case .netlink(let code): code == NLE_OBJ_NOTFOUND || code == NLE_NODEV
        case .unusable: false
        }
    }
}

extension LinuxError: CustomStringConvertible {
    /// One sentence with the operation, the object and the reason, and one with the remedy.
    public var description: String {
        let cause =
            switch reason {
            case .system(let code): String(cString: strerror(code))
            case .netlink(let code): String(cString: nl_geterror(-code))
            case .unusable(let text): text
            }
        let sentence = "cannot \(operation) \(object): \(cause)"
        if let remedy { return "\(sentence). \(remedy)" }
        guard isPermission else { return sentence }
        return "\(sentence). Run it as root, or give it CAP_NET_ADMIN and CAP_NET_RAW."
    }
}
