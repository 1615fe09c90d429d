import Foundation
import Linux

/// The programs of a PostgreSQL server that this machine has, and the account that runs them.
///
/// The server refuses to run as root. Its programs get a System V namespace of their own too, since
/// a server that is killed leaves a segment of shared memory behind.
public struct PostgreSQLInstallation: Hashable, Sendable {
    /// What a primary, a standby and their clients need.
    static let programs = ["initdb", "pg_basebackup", "pg_rewind", "postgres", "psql"]
    /// Where Debian has a folder for each version.
    static let versionsFolder = "/usr/lib/postgresql"
    /// The first version that can do everything that is asked of it here.
    static let oldestVersion = 13

    private let paths: [String: String]
    let account: UnprivilegedAccount

    /// Finds the newest installation; the error names the package to install.
    public static func find() throws(LinuxError) -> PostgreSQLInstallation {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        guard
            let found = locate(
                versions: versionsFolder,
                path: path.split(separator: ":").map(String.init)
            )
        else {
            throw LinuxError(
                "find",
                "a PostgreSQL server",
                .unusable(
                    "neither \(versionsFolder)/VERSION/bin, from version \(oldestVersion) on, nor "
                        + "PATH has \(programs.joined(separator: ", "))"
                ),
                remedy: "Install the package postgresql."
            )
        }
        return PostgreSQLInstallation(paths: found, account: try .find())
    }

    /// The programs' paths: all of them of one version's folder, the newest first, else from the
    /// folders of a search path.
    static func locate(versions folder: String, path: [String]) -> [String: String]? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let versions = names.compactMap(Int.init).filter { $0 >= oldestVersion }.sorted(by: >)
        let searches = versions.map { ["\(folder)/\($0)/bin"] } + [path]
        return searches.lazy.compactMap(locate).first
    }

    private static func locate(in folders: [String]) -> [String: String]? {
        var found: [String: String] = [:]
        for program in programs {
            let paths = folders.map { "\($0)/\(program)" }
            found[program] = paths.first(where: FileManager.default.isExecutableFile)
        }
        return found.count == programs.count ? found : nil
    }

    /// The path of one of the programs.
    func path(of program: String) -> String { paths[program] ?? program }

    /// A command line that runs one of the programs as the account, away from this process's
    /// folder and language.
    func command(_ program: String, _ arguments: [String]) -> [String] {
        asAccount([path(of: program)] + arguments)
    }

    /// A command line that runs another command as the account, in the same way.
    func asAccount(_ words: [String]) -> [String] {
        [
            "env", "--chdir=/", "LC_ALL=C", "unshare", "--ipc", "--", "setpriv",
            "--reuid=\(account.user)", "--regid=\(account.group)", "--clear-groups", "--",
        ] + words
    }
}
