import Addresses

/// The files that make a PostgreSQL server of a lab what it is.
struct PostgreSQLConfiguration: Hashable, Sendable {
    /// What the server calls itself, also to a primary that it follows.
    let name: String
    /// The folder of its local socket.
    let socketFolder: String
    /// The addresses that it listens on.
    let addresses: [IPAddress]
    let port: UInt16
    /// Where clients and other servers may connect from, without a password.
    let clients: IPPrefix
    /// The server whose changes it takes over; `nil` for a primary.
    var primary: Endpoint?

    /// The server's settings, `postgresql.conf`.
    ///
    /// A commit is acknowledged when the synchronous standby shows it, where there is one; which
    /// standby that is an operator says while the primary runs. Shared memory is files of the data
    /// folder, so that nothing else is left of a server that was killed. Hints and older changes are
    /// in the log, so that a primary that was left behind can be rewound.
    var settings: String {
        """
        cluster_name = '\(name)'
        listen_addresses = '\(addresses.map(\.description).joined(separator: ", "))'
        port = \(port)
        unix_socket_directories = '\(socketFolder)'
        max_connections = 50
        shared_buffers = '16MB'
        dynamic_shared_memory_type = mmap
        synchronous_commit = remote_apply
        wal_log_hints = on
        wal_keep_size = '128MB'
        wal_retrieve_retry_interval = '200ms'

        """ + (primary.map { "primary_conninfo = '\(connection(to: $0))'\n" } ?? "")
    }

    /// Who may connect, `pg_hba.conf`.
    var access: String {
        """
        local all all trust
        host all all \(clients) trust
        host replication all \(clients) trust

        """
    }

    /// The same server's configuration as a standby.
    func following(_ primary: Endpoint) -> PostgreSQLConfiguration {
        var changed = self
        changed.primary = primary
        return changed
    }

    /// How the server and its tools connect to another one.
    func connection(to server: Endpoint) -> String {
        PostgreSQLClient.connection(to: server) + " application_name=\(name)"
    }
}
