import Glibc

/// Owns a file descriptor of a kernel object and closes it when nothing refers to it any more.
public final class Handle: Sendable {
    /// The descriptor, valid as long as this object lives.
    public let descriptor: Int32

    /// Takes ownership of an open descriptor.
    public init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
