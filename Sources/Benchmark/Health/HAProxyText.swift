/// HAProxy's configuration: TCP, by turns, and checked over HTTP as health probes do it.
///
/// Its plain TCP check ends the handshake by a reset, and the server never hears of it.
///
/// A connection that a server refuses is not tried again, so that what the client sees is where it
/// was sent first, as with a load balancer that passes packets on.
struct HAProxyText {
    /// Where it listens.
    var address: String
    /// The servers.
    var servers: [String]
    /// How many results in a row change a server's state.
    var threshold: Int

    /// The configuration file.
    var text: String {
        let lines = servers.enumerated().map {
            "    server m\($0.offset) \($0.element):\(DeathStage.port)"
        }
        return """
            global
                maxconn 4000
            defaults
                mode tcp
                retries 0
                timeout connect 5s
                timeout client 30s
                timeout server 30s
            listen web
                bind \(address):\(DeathStage.port)
                balance roundrobin
                option httpchk GET /
                default-server check port \(DeathStage.probePort) \
            inter \(HealthDocument.interval)s fall \(threshold) rise \(threshold)
            \(lines.joined(separator: "\n"))

            """
    }
}
