import Glibc

/// One of the kernel's network settings, a file under `/proc/sys/net`.
///
/// The calling thread's network namespace decides whose setting it is.
public struct Sysctl: Hashable, Sendable {
    /// The path below `/proc/sys`, such as `net/ipv4/conf/eth0/rp_filter`.
    public let path: String

    /// Names a setting by its path below `/proc/sys`.
    ///
    /// The separators are slashes, because interface names may contain dots. `nil` when the path
    /// does not begin with `net/` or leaves the folder.
    public init?(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0] == "net",
            !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." })
        else { return nil }
        self.path = path
    }

    /// The value without the newline at its end.
    public func read() throws(LinuxError) -> String {
        let descriptor = try open(O_RDONLY, "read")
        var text = [UInt8](repeating: 0, count: 4096)
        let count = uninterrupted { Glibc.read(descriptor.number, &text, text.count) }
        guard count >= 0 else { throw .last("read", file) }
        let value = String(decoding: text.prefix(count), as: UTF8.self)
        return value.hasSuffix("\n") ? String(value.dropLast()) : value
    }

    /// Writes a value.
    public func write(_ value: String) throws(LinuxError) {
        let descriptor = try open(O_WRONLY, "write '\(value)' to")
        let bytes = Array(value.utf8)
        let count = uninterrupted { Glibc.write(descriptor.number, bytes, bytes.count) }
        guard count == bytes.count else { throw .last("write '\(value)' to", file) }
    }

    private var file: String { "/proc/sys/\(path)" }

    private func open(_ flags: Int32, _ operation: String) throws(LinuxError) -> Descriptor {
        let number = Glibc.open(file, flags | O_CLOEXEC)
        if number >= 0 { return Descriptor(owning: number) }
        let reason = errno
        let remedy =
            reason == ENOENT
            ? "The kernel has no such setting, or there is no such interface." : nil
        throw LinuxError(operation, file, .system(reason), remedy: remedy)
    }
}
