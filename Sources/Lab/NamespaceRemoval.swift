import Foundation
import Linux

/// Removes a namespace of a lab and what still lives in it.
enum NamespaceRemoval {
    /// Ends the processes in the namespace and deletes it; nothing happens if there is none.
    static func remove(_ name: String) {
        endProcesses(in: name)
        // A failure means that it is gone already.
        _ = try? HostCommand.ip("netns delete \(name)", place: name)
    }

    private static func endProcesses(in name: String) {
        guard let namespace = try? NetworkNamespace(named: name) else { return }
        // New ones may be started while the list is read, so look until there is none.
        try? waitUntil("no process is left in \(name)", within: .seconds(5)) {
            let left = try namespace.processes().filter { $0 != getpid() }
            for process in left { kill(process, SIGKILL) }
            return left.isEmpty
        }
    }
}
