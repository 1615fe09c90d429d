import Foundation
import Lab
import Linux
import Testing

/// The exit codes that scripts see, and what standard error says with them.
@Suite(.timeLimit(.minutes(5)))
struct ExitCodeTests {
    @Test(.needsKernel) func `a refusal ends with one and Azure's code`() throws {
        try NodeSite.with { site in
            try site.done("lb create -n web")
            let again = try site.apus("lb", "create", "-n", "web")
            #expect(again.status == .exited(1))
            #expect(again.errors.hasPrefix("Error: (AlreadyExists) /subscriptions/"))
            let lonely = try site.apus(
                "rule",
                "create",
                "--lb",
                "web",
                "-n",
                "r",
                "--protocol",
                "Tcp",
                "--frontend-port",
                "80",
                "--backend-port",
                "80",
                "--frontend",
                "none"
            )
            #expect(lonely.status == .exited(1))
            #expect(lonely.output == "")
            #expect(lonely.errors.contains("(InvalidResourceReference)"))
            #expect(lonely.errors.contains("\n  at: /subscriptions/"))

            for words in [
                ["lb", "show", "-n", "no"], ["lb", "delete", "-n", "no"],
                ["rule", "show", "--lb", "web", "-n", "no"],
                ["pool", "update", "--lb", "web", "-n", "no", "--drain-period", "1"],
                ["rule", "list", "--lb", "web", "-g", "nowhere"],
                ["member", "list", "--lb", "web", "--pool", "no"],
            ] {
                let outcome = try site.apus(words)
                #expect(outcome.status == .exited(3), "\(words): \(outcome.errors)")
                #expect(outcome.output == "")
                #expect(outcome.errors.hasPrefix("Error: ("))
            }
        }
    }

    @Test(.needsKernel) func `over TLS a token is asked for, and the certificate is checked`()
        throws
    {
        try NodeSite.with { site in
            let ca = "\(site.folder)/state/tls/ca.pem"
            let words = ["lb", "list", "--endpoint", "https://127.0.0.1:8443"]
            let open = try site.apus(words + ["--ca-file", ca])
            #expect(open.status == .exited(5), "\(open.errors)")
            #expect(open.errors.hasPrefix("Error: ("))
            let wrong = try site.apus(words + ["--ca-file", ca, "--token", "wrong"])
            #expect(wrong.status == .exited(5), "\(wrong.errors)")
            #expect(!wrong.errors.contains("wrong"), "a token is a secret")
            // Without the node's own certificate nothing says that this is the node.
            #expect(try site.apus(words).status == .exited(4))

            let access = try site.node.run([
                "curl", "-sf", "--unix-socket", "\(site.folder)/state/apusd.sock", "-d",
                #"{"name": "reader", "role": "reader"}"#, "-H", "content-type: application/json",
                "http://localhost/apus/access",
            ])
            #expect(access.contains("clientSecret"))
            let answer = try site.node.run([
                "curl", "-sf", "--unix-socket", "\(site.folder)/state/apusd.sock", "-d",
                #"{"minutes": 5}"#, "-H", "content-type: application/json",
                "http://localhost/apus/access/reader/token",
            ])
            struct Token: Decodable { let token: String }
            let token = try JSONDecoder().decode(Token.self, from: Data(answer.utf8)).token
            let file = try site.write("token", token + "\n")
            let environment = [
                "env", "APUS_ENDPOINT=https://127.0.0.1:8443", "APUS_TOKEN_FILE=\(file)",
                "APUS_CA_FILE=\(ca)", Executable.path("apus"),
            ]
            try site.done("lb create -n web")
            #expect(
                try site.node.run(environment + ["lb", "list", "-o", "tsv"]).hasPrefix("web\t")
            )
            let status = try site.node.run(environment + ["status", "-o", "json"])
            #expect(status.contains("subscriptionId"))
            let change = try site.node.outcome(of: environment + ["lb", "create", "-n", "other"])
            #expect(change.status == .exited(5), "a reader changes nothing: \(change.errors)")
        }
    }

    @Test func `a daemon that is not there ends with four and its place`() throws {
        let folder = try TemporaryFolder()
        let node = try folder.write(
            "node.yaml",
            "interfaces: [eth0]\nstate: \(folder.path)/state\n"
        )
        let outcome = try Executable.run("apus", ["lb", "list", "--config", node])
        #expect(outcome.status == .exited(4))
        #expect(outcome.errors.contains("\(folder.path)/state/apusd.sock"))
        #expect(outcome.errors.contains("start apusd"))
        // Nobody listens on port 1 of this machine.
        let remote = ["lb", "list", "--endpoint", "https://127.0.0.1:1"]
        #expect(try Executable.run("apus", remote).status == .exited(4))
    }

    @Test func `on a terminal a daemon that is slow is named, and elsewhere it is not`() throws {
        let folder = try TemporaryFolder()
        let node = try folder.write("node.yaml", "interfaces: [eth0]\nstate: \(folder.path)\n")
        let socket = "\(folder.path)/apusd.sock"
        // Takes connections and says nothing for some seconds.
        let silent = try ChildProcess(
            [
                "timeout", "20", "socat", "UNIX-LISTEN:\(socket),fork", "EXEC:sleep 3",
            ],
            log: "\(folder.path)/log"
        )
        defer { silent.terminate(grace: .milliseconds(200)) }
        try waitUntil("the silent daemon listens") {
            FileManager.default.fileExists(atPath: socket)
        }
        let command = "\(Executable.path("apus")) lb list --config \(node)"
        let shown = try ChildProcess.run(
            ["script", "-qec", command, "/dev/null"],
            until: .now + .seconds(30)
        )
        #expect(shown.output.contains("waiting for \(socket)"))
        let plain = try Executable.run("apus", ["lb", "list", "--config", node])
        #expect(plain.status == .exited(4))
        #expect(!plain.errors.contains("waiting for"))
    }

    @Test func `a node that is managed by files says so`() throws {
        let folder = try TemporaryFolder()
        let node = try folder.write(
            "node.yaml",
            "interfaces: [eth0]\nstate: \(folder.path)\ndocuments: \(folder.path)/documents\n"
        )
        let outcome = try Executable.run("apus", ["lb", "list", "--config", node])
        #expect(outcome.status == .exited(4))
        #expect(outcome.errors.contains("\(folder.path)/documents"))
        #expect(outcome.errors.contains("apus reload"))
    }

    @Test(arguments: [
        ["lb", "show"], ["lb", "show", "-n", "a/b"], ["lb", "show", "-n", ".."],
        ["lb", "list", "-o", "xml"], ["lb", "update", "-n", "web"],
        ["lb", "list", "--endpoint", "http://127.0.0.1:1"],
        ["lb", "list", "--endpoint", "https://host/path"],
        ["frontend", "create", "--lb", "web", "-n", "f", "--subnet", "s"],
        ["import", "file.json"], ["apply"], ["diff", "-f", "-", "-f", "-"],
    ])
    func `wrong use ends with 64 before anything is asked`(words: [String]) throws {
        let outcome = try Executable.run("apus", words)
        #expect(outcome.status == .exited(64), "\(outcome.errors)")
        #expect(outcome.output == "")
    }
}
