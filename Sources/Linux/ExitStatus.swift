import Glibc

/// How a process ended.
public enum ExitStatus: Hashable, Sendable {
    /// It returned this code; zero means success.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)

    /// Reads the status word of `waitpid(2)`.
    init(word: Int32) {
        let signal = word & 0x7f
        self = signal == 0 ? .exited(word >> 8 & 0xff) : .signalled(signal)
    }

    /// Whether the process returned zero.
    public var isSuccess: Bool { self == .exited(0) }
}

extension ExitStatus: CustomStringConvertible {
    /// "exit code 3" or "signal 9 (Killed)".
    public var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signalled(let number): "signal \(number) (\(String(cString: strsignal(number))))"
        }
    }
}
