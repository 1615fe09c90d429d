/// Why a soak cannot go on.
package enum SoakError: Error, Equatable, CustomStringConvertible {
    /// The daemon refused a configuration that it must take.
    case refused(String)
    /// The daemon took a document that it must refuse.
    case notRefused(String)
    /// Something was asked of the daemon while it does not run.
    case daemonNotRunning
    /// The daemon started, but its packet program did not come into the place of the old one.
    case programNotReplaced(UInt32)
    /// The daemon reports no rule of this name.
    case noRule(String)
    /// A text of the kernel has another form than expected.
    case unreadable(String, String)

    /// What is wrong, where, and what to do.
    package var description: String {
        switch self {
        case .refused(let findings): "the daemon refuses a right configuration:\n\(findings)"
        case .notRefused(let document): "the daemon does not refuse a document: \(document)"
        case .daemonNotRunning: "the daemon does not run; start it first"
        case .programNotReplaced(let identifier):
            "the daemon started, and the interface still has packet program \(identifier)"
        case .noRule(let name): "the daemon reports no rule '\(name)'"
        case .unreadable(let file, let text): "\(file) is not understood: '\(text)'"
        }
    }
}
