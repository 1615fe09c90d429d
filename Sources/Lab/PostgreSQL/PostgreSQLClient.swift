public import Linux

/// psql on a machine of a lab, which connects to one endpoint.
public struct PostgreSQLClient: Sendable {
    /// The machine that it runs on.
    public let machine: Machine
    /// Where it connects to.
    public let endpoint: Endpoint
    let psql: String

    /// Prepares a client.
    public init(
        on machine: Machine,
        connectingTo endpoint: Endpoint,
        with installation: PostgreSQLInstallation
    ) {
        self.machine = machine
        self.endpoint = endpoint
        psql = installation.path(of: "psql")
    }

    /// The command line of one statement, or of those that are read from the input.
    ///
    /// Answers are bare: a line a row. The first error ends it.
    public func command(_ statement: String? = nil) -> [String] {
        Self.options(psql, Self.connection(to: endpoint)) + (statement.map { ["-c", $0] } ?? [])
    }

    /// Runs one statement over a connection of its own, whatever comes of it.
    public func outcome(of statement: String) throws -> ChildProcess.Outcome {
        try machine.outcome(of: command(statement))
    }

    static func options(_ psql: String, _ connection: String) -> [String] {
        [
            psql, "--no-psqlrc", "--no-password", "--no-align", "--tuples-only", "--quiet",
            "--set=ON_ERROR_STOP=1", connection,
        ]
    }

    /// A connection string; two seconds are the shortest time that the library waits for a server.
    static func connection(to server: Endpoint) -> String {
        "host=\(server.address) port=\(server.port) user=postgres dbname=postgres "
            + "connect_timeout=2 sslmode=disable gssencmode=disable"
    }
}
