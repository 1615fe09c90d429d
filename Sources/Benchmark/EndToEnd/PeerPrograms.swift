import Foundation
import Lab
import TestSupport

/// The programs of the lab's machines, each set up as for production.
enum PeerPrograms {
    /// The CPU of the web server.
    static let serverProcessor = 1

    /// Starts the web server that answers every request, with a page of 4 KiB from a file.
    ///
    /// It has one worker, on a CPU of its own, writes its access log as usual, to nowhere, and
    /// compresses text for a client that accepts it, as Debian sets it up.
    static func startServer(on machine: Machine) throws -> LabProcess {
        try start("nginx", on: machine, as: "server") { folder in
            try page.write(
                toFile: "\(folder)/index.html",
                atomically: false,
                encoding: .utf8
            )
            return """
                \(nginxStart(folder, workers: 1))
                worker_cpu_affinity \(String(1 << serverProcessor, radix: 2));
                http {
                    access_log /dev/null;
                    sendfile on;
                    tcp_nopush on;
                    gzip on;
                    gzip_types text/plain;
                    client_body_temp_path \(folder)/body;
                    proxy_temp_path \(folder)/proxy;
                    fastcgi_temp_path \(folder)/fastcgi;
                    uwsgi_temp_path \(folder)/uwsgi;
                    scgi_temp_path \(folder)/scgi;
                    default_type text/plain;
                    keepalive_requests 100000000;
                    server {
                        listen 80 reuseport backlog=4096;
                        root \(folder);
                    }
                }

                """
        }
    }

    /// 4 KiB of words in no order, so that there is something to compress.
    private static let page: String = {
        let words = """
            a packet comes to the address of a frontend and the rule says which members may have it the \
            lookup table gives one of them by the hash of both ends so that each packet of a \
            connection goes to the same machine as long as nobody takes that away from its pool
            """.split(separator: " ")
        var generator = SeededGenerator(seed: 1)
        var page = ""
        while page.utf8.count < 4096 {
            page += words[Int.random(in: words.indices, using: &generator)] + " "
        }
        return page
    }()

    /// Starts nginx as a TCP proxy.
    static func startStream(on machine: Machine, _ address: String) throws -> LabProcess {
        try start("nginx", on: machine, as: "stream") { folder in
            let servers = EndToEndLab.members.map { "server \($0):80;" }.joined(separator: " ")
            return """
                load_module /usr/lib/nginx/modules/ngx_stream_module.so;
                \(nginxStart(folder, workers: 2))
                stream {
                    upstream members { \(servers) }
                    server {
                        listen \(address):80 reuseport backlog=4096;
                        proxy_pass members;
                    }
                }

                """
        }
    }

    /// Starts HAProxy as a TCP proxy.
    static func startHAProxy(on machine: Machine, _ address: String) throws -> LabProcess {
        let servers = EndToEndLab.members.enumerated()
            .map { "    server m\($0.offset) \($0.element):80" }.joined(separator: "\n")
        return try start("haproxy", on: machine, as: "haproxy") { _ in
            """
            global
                maxconn 4000
                nbthread 2
            defaults
                mode tcp
                timeout connect 5s
                timeout client 30s
                timeout server 30s
            listen web
                bind \(address):80 backlog 4096
                balance roundrobin
            \(servers)

            """
        }
    }

    /// Has the kernel translate addresses both ways.
    ///
    /// Its closed connections are forgotten after a second, or their ports would run out.
    static func startNftables(on machine: Machine, _ address: String) throws {
        try machine.forwardPackets()
        let places = EndToEndLab.members.enumerated().map { "\($0.offset) : \($0.element)" }
        let rules = """
            table ip apus {
                chain prerouting {
                    type nat hook prerouting priority dstnat;
                    ip daddr \(address) tcp dport 80 dnat to numgen inc mod 2 map { \
            \(places.joined(separator: ", ")) }
                }
                chain postrouting {
                    type nat hook postrouting priority srcnat;
                    masquerade
                }
            }

            """
        try machine.run(["nft", "-f", "-"], input: rules)
        for state in ["time_wait", "close", "close_wait", "fin_wait", "last_ack"] {
            try machine.setSysctl("net/netfilter/nf_conntrack_tcp_timeout_\(state)", to: "1")
        }
    }

    /// What both nginx configurations begin with.
    private static func nginxStart(_ folder: String, workers: Int) -> String {
        """
        daemon off;
        user root;
        worker_processes \(workers);
        pid \(folder)/pid;
        error_log \(folder)/error.log crit;
        events { worker_connections 8192; }
        """
    }

    private static func start(
        _ program: String,
        on machine: Machine,
        as label: String,
        _ configuration: (_ folder: String) throws -> String
    ) throws -> LabProcess {
        let folder = "\(machine.lab.directory)/bench-\(label)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
        let file = "\(folder)/configuration"
        try configuration(folder).write(toFile: file, atomically: false, encoding: .utf8)
        switch program {
        case "haproxy": return try machine.start(["haproxy", "-db", "-f", file], label: label)
        default:
            // -e: else it first opens the log that it was built with, in /var/log.
            let command = ["nginx", "-p", folder, "-e", "\(folder)/error.log", "-c", file]
            return try machine.start(command, label: label)
        }
    }
}
