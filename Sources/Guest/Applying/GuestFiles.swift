import Foundation

/// The files of a guest, below a folder that stands for its root.
public struct GuestFiles: Sendable {
    /// The most bytes of a file that are read: 1 MiB.
    public static let maximumSize = 1024 * 1024

    /// The folder that stands for the root, without a slash at its end.
    public let root: String

    /// Names the root; `/` on the guest itself.
    public init(root: String = "/") {
        var root = root
        while root.hasSuffix("/") { root.removeLast() }
        self.root = root
    }

    /// Where a path of the guest is on this machine.
    public func place(_ path: String) -> String { root + path }

    /// The text of a file; `nil` when there is none.
    public func read(_ path: String) throws -> String? {
        let place = place(path)
        guard FileManager.default.fileExists(atPath: place) else { return nil }
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: place))
            defer { try? handle.close() }
            let bytes = try handle.read(upToCount: Self.maximumSize + 1) ?? Data()
            guard bytes.count <= Self.maximumSize else {
                throw GuestError("\(place) has more than \(Self.maximumSize) bytes")
            }
            return String(decoding: bytes, as: UTF8.self)
        } catch let error as GuestError {
            throw error
        } catch {
            throw GuestError("cannot read \(place): \(reason(error))")
        }
    }

    /// Writes a file as a whole: at any moment it has the old text or the new one.
    public func write(_ path: String, _ text: String, mode: Int) throws {
        let place = place(path)
        let temporary = place + ".apus-new"
        do {
            let files = FileManager.default
            try? files.removeItem(atPath: temporary)
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
            guard
                files.createFile(
                    atPath: temporary,
                    contents: Data(text.utf8),
                    attributes: attributes
                )
            else { throw GuestError("cannot write \(place): run it as root, on a writable disk") }
            // The process's mask applies to what is made, not to what is set.
            try files.setAttributes(attributes, ofItemAtPath: temporary)
            guard rename(temporary, place) == 0 else {
                let cause = String(cString: strerror(errno))
                throw GuestError("cannot write \(place): \(cause)")
            }
        } catch let error as GuestError {
            throw error
        } catch {
            throw GuestError("cannot write \(place): \(reason(error))")
        }
    }

    /// Removes a file; nothing happens when there is none.
    public func remove(_ path: String) throws {
        let place = place(path)
        guard unlink(place) != 0, errno != ENOENT else { return }
        throw GuestError("cannot remove \(place): \(String(cString: strerror(errno)))")
    }

    /// Makes a folder whose parent exists.
    public func makeFolder(_ path: String) throws {
        let place = place(path)
        guard mkdir(place, 0o755) != 0, errno != EEXIST else { return }
        throw GuestError("cannot make \(place): \(String(cString: strerror(errno)))")
    }

    /// Removes a folder unless somebody has put something into it, or mounted something on it.
    public func removeFolder(_ path: String) throws {
        let place = place(path)
        // Busy: a service's state folder is a mount of its own.
        let harmless = [ENOENT, ENOTEMPTY, EEXIST, EBUSY]
        guard rmdir(place) != 0, !harmless.contains(errno) else { return }
        throw GuestError("cannot remove \(place): \(String(cString: strerror(errno)))")
    }

    /// Whether there is a file or folder.
    public func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: place(path))
    }

    /// The names in a folder, in order; none when it is not there.
    public func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: place(path))) ?? []).sorted()
    }

    private func reason(_ error: any Error) -> String {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let code = cause?.code else { return error.localizedDescription }
        return String(cString: strerror(Int32(code)))
    }
}
