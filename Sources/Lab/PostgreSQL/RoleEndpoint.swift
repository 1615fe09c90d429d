public import Addresses
import Foundation

extension PostgreSQLServer {
    /// Starts an HTTP endpoint on the server's machine that says whether the server is the primary.
    ///
    /// It answers 200 while it is, and 503 while it is a standby or does not answer. The server is
    /// asked for each answer, so none is out of date.
    @discardableResult
    public func startRoleEndpoint(at address: IPAddress, port: UInt16) throws -> LabProcess {
        let script = "\(folder)/role"
        try roleScript.write(toFile: script, atomically: false, encoding: .utf8)
        try installation.account.own(script)
        let version = address.version == .ipv4 ? 4 : 6
        let process = try machine.start(
            installation.asAccount([
                "socat", "-T10",
                "TCP\(version)-LISTEN:\(port),bind=\(address.literal),reuseaddr,fork,"
                    + "max-children=16",
                "EXEC:sh \(script)",
            ]),
            label: "role"
        )
        let endpoint = Endpoint(address, port)
        try process.wait(until: "the role of PostgreSQL on \(machine.name) can be asked for") {
            try machine.run(["ss", "-Hlnt", "src", "\(endpoint)"]).contains("\(endpoint)")
        }
        return process
    }

    /// Reads a request to its empty line and answers it.
    private var roleScript: String {
        let question = (["timeout", "4"] + localClient + ["-c", "SELECT pg_is_in_recovery()"])
            .map { "'\($0)'" }.joined(separator: " ")
        return """
            end=$(printf '\\r')
            while read -r line && [ "$line" != "$end" ]; do :; done
            case $(\(question) 2>&1) in
                f) status='200 OK' role=primary ;;
                t) status='503 Service Unavailable' role=standby ;;
                *) status='503 Service Unavailable' role=unknown ;;
            esac
            printf 'HTTP/1.1 %s\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s\\n' \\
                "$status" $((${#role} + 1)) "$role"

            """
    }
}
