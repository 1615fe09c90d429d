import Glibc

extension NetworkNamespace {
    /// The processes whose first thread is in the namespace, as `ip netns pids` lists them.
    ///
    /// Processes that have ended but were not waited for are in no namespace any more.
    public func processes() throws(LinuxError) -> [Int32] {
        guard let own = identity(ofFile: descriptor.number) else {
            throw .last("identify", "network namespace \(path)")
        }
        guard let folder = opendir("/proc") else { throw .last("list", "the processes in /proc") }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let process = Int32(name) else { continue }
            // A process may end while the list is read; then it is in no namespace.
            let file = open("/proc/\(name)/ns/net", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { continue }
            defer { close(file) }
            if identity(ofFile: file) == own { found.append(process) }
        }
        return found
    }

    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    /// What tells the namespace of an open file from all others; `nil` leaves `errno` set.
    private func identity(ofFile file: Int32) -> Identity? {
        var status = stat()
        guard fstat(file, &status) == 0 else { return nil }
        return Identity(device: status.st_dev, inode: status.st_ino)
    }
}
