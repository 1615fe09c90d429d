import Foundation
import Linux

/// An account without privileges, for servers that refuse to run as root.
struct UnprivilegedAccount: Hashable, Sendable {
    /// The number of the user.
    let user: UInt32
    /// The number of the user's group.
    let group: UInt32

    /// The account that a PostgreSQL package makes, else the one that every system has.
    static func find() throws(LinuxError) -> UnprivilegedAccount {
        let names = ["postgres", "nobody"]
        guard let found = names.lazy.compactMap(UnprivilegedAccount.init).first else {
            throw LinuxError(
                "find",
                "an account to run a server as",
                .unusable("there is neither of \(names.joined(separator: " and "))"),
                remedy: "Make one: useradd --system postgres."
            )
        }
        return found
    }

    /// The account of a name; `nil` when there is none, or it is root by another name.
    init?(named name: String) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var text = [CChar](repeating: 0, count: 16_384)
        guard getpwnam_r(name, &entry, &text, text.count, &found) == 0, found != nil,
            entry.pw_uid != 0
        else { return nil }
        user = entry.pw_uid
        group = entry.pw_gid
    }

    /// Makes a folder that this account alone, and root, can read.
    func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        try own(path)
    }

    /// Gives the account a file or folder.
    func own(_ path: String) throws(LinuxError) {
        guard chown(path, user, group) == 0 else {
            throw LinuxError("give away", path, .system(errno))
        }
    }
}
