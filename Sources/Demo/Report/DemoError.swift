/// Why the demo cannot go on.
public enum DemoError: Error, Equatable, CustomStringConvertible {
    /// A text of the demo itself is not an address or prefix.
    case malformedAddress(String)
    /// The daemon's program is not where it was looked for.
    case daemonMissing(path: String)
    /// The daemon did not accept the demo's own configuration.
    case configurationRefused(String)
    /// Something was asked of the daemon while it does not run.
    case daemonNotRunning

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .malformedAddress(let text): "'\(text)' is not an address or prefix"
        case .daemonMissing(let path):
            "there is no daemon at \(path); build it: swift build --product apusd"
        case .configurationRefused(let findings):
            "the daemon refuses the demo's configuration:\n\(findings)"
        case .daemonNotRunning: "the daemon does not run; start it first"
        }
    }
}
