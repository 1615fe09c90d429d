import Foundation
import Linux

extension Lab {
    /// What a lab whose owner has died left behind.
    public struct Leftover: Hashable, Sendable {
        /// The lab's name.
        public let lab: LabName
        /// Its namespaces that are still there.
        public let namespaces: [String]
        /// Its folder, if it is still there.
        public let directory: String?
    }

    /// The remains of labs that could not be torn down because their process was killed.
    ///
    /// A lab whose owner lives is never listed, nor is one whose owner's number has been given to
    /// another process.
    public static func leftovers() -> [Leftover] {
        let files = FileManager.default
        let namespaces = (try? files.contentsOfDirectory(atPath: NetworkNamespace.folder)) ?? []
        let directories = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
        let ofLabs = Dictionary(grouping: namespaces) { LabName(prefixOf: $0) }
        let folders = directories.filter { LabName(prefixOf: $0)?.description == $0 }
        let labs = Set(ofLabs.keys.compactMap { $0 } + folders.compactMap { LabName(prefixOf: $0) })
        return labs.filter { !isAlive($0.owner) }
            .sorted { ($0.owner, $0.number) < ($1.owner, $1.number) }
            .map { lab in
                let directory = folder.appending(path: lab.description).path
                return Leftover(
                    lab: lab,
                    namespaces: (ofLabs[lab] ?? []).sorted(),
                    directory: folders.contains(lab.description) ? directory : nil
                )
            }
    }

    /// Removes the remains of labs whose owner has died, and returns what they were.
    @discardableResult
    public static func removeLeftovers() -> [Leftover] {
        let found = leftovers()
        for leftover in found {
            for namespace in leftover.namespaces { NamespaceRemoval.remove(namespace) }
            if let directory = leftover.directory {
                try? FileManager.default.removeItem(atPath: directory)
            }
        }
        return found
    }

    private static func isAlive(_ process: Int32) -> Bool {
        kill(process, 0) == 0 || errno != ESRCH
    }
}
