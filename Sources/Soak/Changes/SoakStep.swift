/// What is done to the node at once.
package enum SoakStep: Hashable, Sendable {
    /// Changes that one reload applies; without any, a reload without change.
    case reload([SoakChange])
    /// A document that must be refused, together with everything beside it.
    case refuse(RefusedDocument)
    /// The daemon ends, its documents change, and it starts again.
    case restart(DaemonEnd, [SoakChange])
    /// Nothing, for longer than flows are remembered, so that slots settle.
    case rest

    /// How the daemon ends.
    package enum DaemonEnd: Hashable, Sendable, CaseIterable {
        /// By SIGTERM.
        case stop
        /// By SIGKILL.
        case kill
        /// By SIGKILL so soon after a reload was asked for that it may be in the middle of it.
        case killWhileReloading

        /// The kind that it is counted as.
        package var kind: ChangeKind {
            switch self {
            case .stop: .daemonStop
            case .kill: .daemonKill
            case .killWhileReloading: .killWhileReloading
            }
        }
    }

    /// The changes of the configuration that it makes.
    package var changes: [SoakChange] {
        switch self {
        case .reload(let changes), .restart(_, let changes): changes
        case .refuse, .rest: []
        }
    }
}

extension SoakStep: CustomStringConvertible {
    /// The step in words.
    package var description: String {
        let list = changes.map(\.description).joined(separator: ", ")
        switch self {
        case .reload(let changes): return changes.isEmpty ? "reload without change" : list
        case .refuse(let document): return "refused document: \(document.rawValue)"
        case .rest: return "rest"
        case .restart(let end, _):
            return "\(end) and start" + (list.isEmpty ? "" : ", meanwhile \(list)")
        }
    }
}
