import Foundation

/// Keeps a second daemon away from a state folder; let go when the process ends, however it does.
public final class StateLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock; throws when another daemon has it.
    public init(state folder: String) throws {
        let path = "\(folder)/apusd.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StateLockError.unusable(path: path, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            close(descriptor)
            guard number == EWOULDBLOCK else {
                throw StateLockError.unusable(path: path, errno: number)
            }
            throw StateLockError.taken(folder: folder)
        }
    }

    deinit {
        // A child that was just forked may have the descriptor until it runs its program, and would
        // keep the lock: letting go of it counts for every copy.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

/// Why a daemon may not use a state folder.
public enum StateLockError: Error, Equatable, CustomStringConvertible {
    /// Another daemon runs with it.
    case taken(folder: String)
    /// The lock file cannot be opened or locked.
    case unusable(path: String, errno: Int32)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .taken(let folder):
            "another apusd runs with state folder \(folder); end it first, or give this node file a "
                + "state folder and a pins folder of its own"
        case .unusable(let path, let errno):
            "cannot lock \(path): \(String(cString: strerror(errno)))"
        }
    }
}
