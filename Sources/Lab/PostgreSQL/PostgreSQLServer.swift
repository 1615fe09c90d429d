import Addresses
import Foundation
import Linux
import Synchronization

/// A PostgreSQL server on a machine of a lab.
public final class PostgreSQLServer: Sendable {
    /// The machine that it runs on, whose name is also the server's.
    public let machine: Machine
    /// The program, as whom it runs, and what for.
    let installation: PostgreSQLInstallation
    let configuration: PostgreSQLConfiguration
    let folder: String
    private let process = Mutex<LabProcess?>(nil)

    init(
        on machine: Machine,
        installation: PostgreSQLInstallation,
        configuration: PostgreSQLConfiguration,
        folder: String
    ) {
        self.machine = machine
        self.installation = installation
        self.configuration = configuration
        self.folder = folder
    }

    var dataFolder: String { "\(folder)/data" }

    /// The number of the server's first process; `nil` before it started.
    public var pid: Int32? { process.withLock { $0?.pid } }

    /// Runs statements over the local socket, and returns their rows.
    @discardableResult
    public func run(_ statements: String) throws -> String {
        let text = try machine.run(localClient + ["-c", statements])
        return text.trimmingCharacters(in: .newlines)
    }

    /// The command line that connects to the server on its machine, without a statement.
    public var localClient: [String] {
        let connection =
            "host=\(folder) port=\(configuration.port) user=postgres dbname=postgres"
        return PostgreSQLClient.options(installation.path(of: "psql"), connection)
    }

    /// Makes a standby the primary, and returns when it is.
    ///
    /// It waits for no standby of its own until it is told which.
    public func promote() throws {
        guard try run("SELECT pg_promote(true, 30)") == "t" else {
            throw LabError.timedOut(
                "the server on \(machine.name) is the primary",
                after: .seconds(30),
                detail: ""
            )
        }
    }

    /// From now on a commit is acknowledged only when this standby shows it.
    ///
    /// Returns when it follows closely enough.
    public func requireStandby(_ standby: PostgreSQLServer) throws {
        let name = standby.configuration.name
        try run("ALTER SYSTEM SET synchronous_standby_names = '\"\(name)\"'")
        try run("SELECT pg_reload_conf()")
        let state = "SELECT sync_state FROM pg_stat_replication WHERE application_name = '\(name)'"
        try waitUntil("\(name) is the synchronous standby of \(machine.name)") {
            try run(state) == "sync"
        }
    }

    /// Starts the server and returns when it answers.
    func start() throws {
        let started = try machine.start(
            installation.command("postgres", ["-D", dataFolder]),
            label: "postgresql"
        )
        // Asked to end like any other process it would first wait for its clients to leave.
        try machine.lab.create { atEnd in atEnd { started.signal(SIGQUIT) } }
        process.withLock { $0 = started }
        let question = localClient + ["-c", "SELECT 1"]
        try started.wait(until: "PostgreSQL on \(machine.name) answers", within: .seconds(30)) {
            try machine.outcome(of: question).status.isSuccess
        }
    }

    /// Ends the server without any warning, as a fault of its machine would.
    ///
    /// Nothing is written any more and no client told; the kernel closes the connections.
    public func kill() throws {
        guard let process = process.withLock({ $0 }) else { return }
        // It starts no process any more then, and the numbers of those that have ended stay theirs.
        process.signal(SIGSTOP)
        try process.wait(until: "PostgreSQL on \(machine.name) stands still") {
            ProcessStatus(of: process.pid)?.state == "T"
        }
        let namespace = try NetworkNamespace(named: machine.namespace)
        let children = try namespace.processes().filter {
            ProcessStatus(of: $0)?.parent == process.pid
        }
        for child in children { Foundation.kill(child, SIGKILL) }
        process.signal(SIGKILL)
        _ = try process.waitForExit()
        try waitUntil("no process of PostgreSQL is left on \(machine.name)") {
            try namespace.processes().allSatisfy { !children.contains($0) }
        }
    }
}
