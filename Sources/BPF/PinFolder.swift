import CBPF
import Glibc

/// A folder on a BPF file system: what is pinned there outlives the process that made it.
public struct PinFolder: Sendable {
    /// The folder's path.
    public let path: String

    private static let bpfMagic = 0xcafe_4a11

    /// Opens the folder, making it, and mounting a BPF file system on `root` when none is there.
    public static func open(_ path: String, root: String = "/sys/fs/bpf") throws(BPFError)
        -> PinFolder
    {
        if !isBPF(root) {
            mkdir(root, 0o700)
            guard mount("bpf", root, "bpf", 0, nil) == 0 else {
                if errno == EPERM {
                    throw .noPrivilege(operation: "mount a BPF file system on \(root)")
                }
                throw .fileSystemMissing(path: root, errno: errno)
            }
        }
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw .callFailed(operation: "make folder", object: made, errno: errno)
            }
        }
        guard isBPF(path) else { throw .fileSystemMissing(path: path, errno: EINVAL) }
        return PinFolder(path: path)
    }

    /// Takes the folder as it is, making and mounting nothing; `nil` when there is none.
    public static func existing(_ path: String) -> PinFolder? {
        isBPF(path) ? PinFolder(path: path) : nil
    }

    private static func isBPF(_ path: String) -> Bool {
        var found = statfs()
        return statfs(path, &found) == 0 && Int(found.f_type) == bpfMagic
    }

    private func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Pins a kernel object under a name that is not taken.
    public func pin(_ handle: Handle, as name: String) throws(BPFError) {
        let result = bpf_obj_pin(handle.descriptor, file(name))
        guard result == 0 else { throw .failure("pin", file(name), result) }
    }

    /// Opens what is pinned under a name; `nil` when nothing is.
    public func open(_ name: String) throws(BPFError) -> Handle? {
        let result = bpf_obj_get(file(name))
        if result == -ENOENT { return nil }
        guard result >= 0 else { throw .failure("open", file(name), result) }
        return Handle(owning: result)
    }

    /// Takes a pin away; what it kept goes when nobody else holds it.
    public func unpin(_ name: String) throws(BPFError) {
        guard unlink(file(name)) == 0 || errno == ENOENT else {
            throw .callFailed(operation: "unpin", object: file(name), errno: errno)
        }
    }

    /// The names that are pinned, sorted.
    public func names() throws(BPFError) -> [String] {
        guard let folder = opendir(path) else {
            throw .callFailed(operation: "list", object: path, errno: errno)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes the folder when nothing is pinned in it.
    public func remove() throws(BPFError) {
        guard rmdir(path) == 0 || errno == ENOENT else {
            throw .callFailed(operation: "remove", object: path, errno: errno)
        }
    }
}
