import Foundation
import Linux
import Synchronization

/// A topology of network namespaces on this machine: machines, the segments that join them, and
/// the processes that run on them.
///
/// Everything that belongs to a lab ends with it, in the reverse order of its making. A lab needs
/// root (CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_NET_RAW) and the Debian packages iproute2 and
/// util-linux; its servers and clients need nginx-light, openssl, curl, tcpdump, socat,
/// ethtool and postgresql.
public final class Lab: Sendable {
    /// The lab's name, the prefix of its namespaces.
    public let name: LabName
    /// The lab's folder, for configurations and logs.
    public let directory: String
    private let state = Mutex(State())
    private static let count = Mutex(0)

    private struct State {
        var cleanups: [@Sendable () -> Void] = []
        var names: Set<String> = []
        var pathCount = 0
        var isTornDown = false
    }

    /// Makes an empty lab; it stands until `tearDown`.
    public init() throws {
        try Capability.require([.sysAdmin, .netAdmin, .netRaw], to: "make", "a lab")
        let number = Self.count.withLock { count in
            count += 1
            return count
        }
        name = LabName(owner: getpid(), number: number)
        let directory = Self.folder.appending(path: name.description).path
        self.directory = directory
        try create { atEnd in
            atEnd { try? FileManager.default.removeItem(atPath: directory) }
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: false
            )
        }
    }

    deinit {
        tearDown()
    }

    /// Runs the body with a lab that is torn down afterwards, also when the body throws.
    @discardableResult
    public static func with<Result>(_ body: (Lab) throws -> Result) throws -> Result {
        let lab = try Lab()
        defer { lab.tearDown() }
        return try body(lab)
    }

    /// Runs the body with a lab that is torn down afterwards, also when the body throws.
    @discardableResult
    public static func with<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Lab) async throws -> Result
    ) async throws -> Result {
        let lab = try Lab()
        defer { lab.tearDown() }
        return try await body(lab)
    }

    /// Ends every process of the lab and removes its namespaces, links and files.
    ///
    /// May be called at any time from any thread, by a handler of SIGINT for instance; whoever uses
    /// the lab meanwhile gets `LabError.tornDown` or a failed command. Returns when all is gone.
    public func tearDown() {
        state.withLock { state in
            state.isTornDown = true
            while let cleanup = state.cleanups.popLast() { cleanup() }
        }
    }

    /// The folder that holds the labs' folders.
    static var folder: URL { FileManager.default.temporaryDirectory }

    /// Makes a part of the lab, which tells `atEnd` how to remove it when the lab is torn down.
    ///
    /// Both run under the lab's lock, so that a part is either refused or removed when the lab is
    /// torn down meanwhile; neither may use the lab itself. A part that can be left half made says
    /// how to remove it before it is made.
    func create<Part: Sendable>(
        _ make: (_ atEnd: (@escaping @Sendable () -> Void) -> Void) throws -> Part
    ) throws -> Part {
        try state.withLock { state in
            guard !state.isTornDown else { throw LabError.tornDown(name) }
            return try make { state.cleanups.append($0) }
        }
    }

    /// A path in the lab's folder that nothing else has: its number, a stem and an extension.
    func newPath(_ stem: String, _ fileExtension: String) -> String {
        let number = state.withLock { state in
            state.pathCount += 1
            return state.pathCount
        }
        let suffix = fileExtension.isEmpty ? "" : ".\(fileExtension)"
        return "\(directory)/\(number)-\(stem.replacing("/", with: "-"))\(suffix)"
    }

    /// Takes a name for a machine or segment; the namespace's name contains it.
    func reserve(_ text: String) throws {
        let allowed = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        // A port is called NAME-ethN and interface names have at most 15 characters.
        guard allowed, (1...10).contains(text.utf8.count) else {
            throw LabError.unsuitableName(
                text,
                reason: "use one to ten lower-case letters and digits"
            )
        }
        let isNew = state.withLock { $0.names.insert(text).inserted }
        guard isNew else {
            throw LabError.unsuitableName(text, reason: "another part of the lab has this name")
        }
    }

    /// Makes a network namespace that ends with the lab, with all the processes in it.
    func makeNamespace(_ namespace: String) throws {
        try create { atEnd in
            atEnd { NamespaceRemoval.remove(namespace) }
            try HostCommand.ip("netns add \(namespace)", place: namespace)
        }
    }
}
