public import Addresses
import Foundation

extension Machine {
    /// Makes a PostgreSQL server in the lab's folder, starts it, and returns when it answers.
    ///
    /// It runs without privileges, and trusts its clients. With a primary it is a standby, which
    /// begins as a copy of that and follows it.
    public func startPostgreSQL(
        _ installation: PostgreSQLInstallation,
        at addresses: [IPAddress],
        port: UInt16,
        clients: IPPrefix,
        following primary: Endpoint? = nil
    ) throws -> PostgreSQLServer {
        let folder = lab.newPath("\(name)-postgresql", "")
        try installation.account.makeFolder(folder)
        let server = PostgreSQLServer(
            on: self,
            installation: installation,
            configuration: PostgreSQLConfiguration(
                name: name,
                socketFolder: folder,
                addresses: addresses,
                port: port,
                clients: clients,
                primary: primary
            ),
            folder: folder
        )
        try server.makeDataFolder()
        try server.writeConfiguration()
        try server.start()
        return server
    }
}

extension PostgreSQLServer {
    /// Starts the server again after its end, as a standby, and returns when it answers.
    ///
    /// What it wrote and the primary never got is taken back. The primary must have made a
    /// checkpoint since it was promoted.
    public func returned(following primary: Endpoint) throws -> PostgreSQLServer {
        let server = PostgreSQLServer(
            on: machine,
            installation: installation,
            configuration: configuration.following(primary),
            folder: folder
        )
        let source = server.configuration.connection(to: primary)
        try machine.run(
            installation.command(
                "pg_rewind",
                ["--target-pgdata=\(dataFolder)", "--source-server=\(source)", "--no-sync"]
            ),
            within: .seconds(60)
        )
        try server.writeConfiguration()
        try server.start()
        return server
    }

    /// Makes a new database, or a copy of the primary's.
    fileprivate func makeDataFolder() throws {
        let command =
            if let primary = configuration.primary {
                installation.command(
                    "pg_basebackup",
                    [
                        "--pgdata=\(dataFolder)", "--checkpoint=fast", "--wal-method=stream",
                        "--no-sync", "--no-password",
                        "--dbname=\(configuration.connection(to: primary))",
                    ]
                )
            } else {
                installation.command(
                    "initdb",
                    [
                        "--pgdata=\(dataFolder)", "--username=postgres", "--auth=trust",
                        "--encoding=UTF8", "--locale=C", "--no-sync",
                    ]
                )
            }
        try machine.run(command, within: .seconds(60))
    }

    /// Writes the settings in place of what the data folder came with.
    func writeConfiguration() throws {
        var files = [
            "postgresql.conf": configuration.settings, "pg_hba.conf": configuration.access,
        ]
        // What it says has no meaning; that it is there makes the server a standby.
        if configuration.primary != nil { files["standby.signal"] = "" }
        for (name, text) in files {
            let path = "\(dataFolder)/\(name)"
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            try installation.account.own(path)
        }
    }
}
