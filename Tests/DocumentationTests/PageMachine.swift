import Foundation
import Lab
import Linux

/// A machine that a page's commands run on: one of the lab, with `/etc` and `/var/lib` of its own.
///
/// So commands can be typed as a reader types them, paths included, and write nothing outside.
final class PageMachine: Sendable {
    let machine: Machine
    /// The folder where commands run.
    let folder: String
    private let files: String
    private let holder: LabProcess

    /// What programs look for in `/etc` on any machine.
    private static let commonFiles = [
        "group", "ld.so.cache", "localtime", "nsswitch.conf", "passwd", "protocols", "services",
    ]

    /// The folder of the programs that were built with the tests.
    static let programs: String = {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: own ?? "").deletingLastPathComponent().path
    }()

    init(_ machine: Machine) throws {
        self.machine = machine
        files = "\(machine.lab.directory)/\(machine.name)"
        folder = "\(files)/here"
        for path in ["here", "etc/sysctl.d", "var-lib"] {
            try FileManager.default.createDirectory(
                atPath: "\(files)/\(path)",
                withIntermediateDirectories: true
            )
        }
        for name in Self.commonFiles {
            guard FileManager.default.fileExists(atPath: "/etc/\(name)") else { continue }
            // A link would lead to a place that is no longer seen.
            try Data(contentsOf: URL(filePath: "/etc/\(name)"))
                .write(to: URL(filePath: "\(files)/etc/\(name)"))
        }
        let ready = "\(files)/ready"
        let mounts = """
            mount --bind "$0/etc" /etc
            mount --bind "$0/var-lib" /var/lib
            : > "$0/ready"
            exec sleep infinity
            """
        holder = try machine.start(
            ["unshare", "--mount", "--propagation", "private", "sh", "-ec", mounts, files],
            label: "files"
        )
        try holder.wait(until: "\(machine.name) has its own files") {
            FileManager.default.fileExists(atPath: ready)
        }
    }

    /// The daemon's folder as the tests see it.
    var daemonState: String { "\(files)/var-lib/apus" }

    /// Writes a file of the machine's `/etc`.
    func writeSetting(_ path: String, _ text: String) throws {
        try write(text, to: "\(files)/etc/\(path)")
    }

    /// Writes a file where commands run.
    func write(_ name: String, _ text: String) throws {
        try write(text, to: "\(folder)/\(name)")
    }

    private func write(_ text: String, to path: String) throws {
        let file = URL(filePath: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    /// Runs a command by a shell, to its end.
    func run(_ command: String) throws -> ChildProcess.Outcome {
        try machine.outcome(of: words(command))
    }

    /// Starts a command by a shell.
    func start(_ command: String, label: String) throws -> LabProcess {
        try machine.start(words(command), label: label)
    }

    private func words(_ command: String) -> [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return [
            "nsenter", "--mount=/proc/\(holder.pid)/ns/mnt", "--", "env", "--chdir=\(folder)",
            "PATH=\(Self.programs):\(path):/usr/sbin:/sbin", "HOME=\(folder)", "LC_ALL=C", "sh",
            "-c", command,
        ]
    }
}
