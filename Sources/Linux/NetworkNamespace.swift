internal import CNetlink
import Glibc

/// A network namespace: its own interfaces, addresses, routes and settings.
///
/// An open value keeps the namespace alive.
public final class NetworkNamespace: Sendable {
    /// The folder in which `ip netns` keeps the namespaces that have a name.
    public static let folder = "/run/netns"
    /// How messages name it: its path.
    public let path: String
    let descriptor: Descriptor

    /// Opens the namespace that `ip netns add` gave this name.
    public convenience init(named name: String) throws(LinuxError) {
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw LinuxError(
                "open",
                "network namespace '\(name)'",
                .unusable("it is not a name")
            )
        }
        try self.init(path: "\(Self.folder)/\(name)")
    }

    /// Opens the calling thread's namespace.
    public static func current() throws(LinuxError) -> NetworkNamespace {
        try NetworkNamespace(path: "/proc/thread-self/ns/net")
    }

    /// Opens a namespace by its file: under `/run/netns`, or `/proc/PID/ns/net`.
    public init(path: String) throws(LinuxError) {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else {
            throw .last(
                "open",
                "network namespace \(path)",
                remedy: "'ip netns list' shows the namespaces that have a name."
            )
        }
        descriptor = Descriptor(owning: number)
        self.path = path
    }

    /// Makes a namespace without a name; it goes when nobody holds it open any more.
    ///
    /// Needs `CAP_SYS_ADMIN`.
    public static func anonymous() throws -> NetworkNamespace {
        try current().perform {
            guard apus_new_network_namespace() == 0 else {
                throw LinuxError.last(
                    "make",
                    "a network namespace",
                    remedy: "Making one needs CAP_SYS_ADMIN; run it as root."
                )
            }
            return try current()
        }
    }

    /// Runs the body on a fresh thread inside the namespace while the caller waits.
    ///
    /// Sockets that the body opens stay in the namespace wherever they are used afterwards.
    /// Needs `CAP_SYS_ADMIN`. Throws what the body throws, or a `LinuxError`.
    public func perform<Result>(_ body: () throws -> Result) throws -> Result {
        try withoutActuallyEscaping(body) { body in
            let errand = Errand(descriptor: descriptor.number, path: path, body: body)
            try errand.run()
            guard let outcome = errand.outcome else {
                throw LinuxError("enter", "network namespace \(path)", .system(ESRCH))
            }
            return try outcome.get()
        }
    }
}

/// What the fresh thread of `perform` does, and what comes of it.
///
/// The caller waits for the thread's end, so the two never use the value at the same time.
private final class Errand<Product> {
    let descriptor: Int32
    let path: String
    let body: () throws -> Product
    var outcome: Result<Product, any Error>?

    init(descriptor: Int32, path: String, body: @escaping () throws -> Product) {
        self.descriptor = descriptor
        self.path = path
        self.body = body
    }

    func run() throws(LinuxError) {
        let work = Work {
            self.outcome = Result {
                guard apus_enter_network_namespace(self.descriptor) == 0 else {
                    throw LinuxError.last(
                        "enter",
                        "network namespace \(self.path)",
                        remedy: "Entering needs CAP_SYS_ADMIN; run it as root."
                    )
                }
                return try self.body()
            }
        }
        let retained = Unmanaged.passRetained(work)
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, runWork, retained.toOpaque())
        guard code == 0 else {
            retained.release()
            throw LinuxError("start", "a thread for \(path)", .system(code))
        }
        pthread_join(thread, nil)
    }
}

/// A closure as a thread's argument.
private final class Work {
    let perform: () -> Void

    init(_ perform: @escaping () -> Void) {
        self.perform = perform
    }
}

private func runWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().perform()
    return nil
}
