public import Addresses

/// What an nginx site says by default: who answered, and what it saw of the connection.
public struct SiteAnswer: Hashable, Sendable {
    /// The label of the machine that answered.
    public let machine: String
    /// The destination address that the machine saw.
    public let serverAddress: IPAddress
    /// The destination port that the machine saw.
    public let serverPort: UInt16
    /// The source address that the machine saw.
    public let clientAddress: IPAddress

    /// The text that a site answers with, in which nginx replaces its variables.
    static func template(machine: String) -> String {
        """
        machine=\(machine)
        server-address=$server_addr
        server-port=$server_port
        client-address=$remote_addr

        """
    }

    /// Reads the body of an answer; throws `LabError.malformed` when it is not one.
    public init(_ body: String) throws {
        var values: [Substring: String] = [:]
        for line in body.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[parts[0]] = String(parts[1]) }
        }
        guard let machine = values["machine"],
            let server = values["server-address"].flatMap({ IPAddress($0) }),
            let port = values["server-port"].flatMap({ UInt16($0) }),
            let client = values["client-address"].flatMap({ IPAddress($0) })
        else { throw LabError.malformed("a site's answer", text: body) }
        self.machine = machine
        serverAddress = server
        serverPort = port
        clientAddress = client
    }
}
