public import Addresses
import Linux

/// The transport protocol of an echo server.
public enum EchoTransport: String, Hashable, Sendable, CaseIterable {
    /// One reply per connection's byte stream.
    case tcp = "TCP"
    /// One reply per datagram.
    case udp = "UDP"
}

/// Servers on a machine that send back what they get, one process for each port.
public final class EchoService: Sendable {
    /// The protocol.
    public let transport: EchoTransport
    /// The address that they listen on.
    public let address: IPAddress
    /// The ports that they listen on.
    public let ports: [UInt16]
    private let processes: [LabProcess]

    init(
        transport: EchoTransport,
        address: IPAddress,
        ports: [UInt16],
        processes: [LabProcess]
    ) {
        self.transport = transport
        self.address = address
        self.ports = ports
        self.processes = processes
    }

    /// Ends the servers; the lab ends them too.
    public func stop() {
        for process in processes { process.terminate() }
    }
}

extension Machine {
    /// Starts echo servers with socat and returns when all of them listen.
    public func startEcho(
        _ transport: EchoTransport,
        address: IPAddress,
        ports: [UInt16]
    ) throws -> EchoService {
        let version = address.version == .ipv4 ? 4 : 6
        let listen = transport == .tcp ? "TCP\(version)-LISTEN" : "UDP\(version)-RECVFROM"
        let processes = try ports.map { port in
            try start(
                [
                    "socat", "\(listen):\(port),bind=\(address.literal),reuseaddr,fork", "PIPE",
                ],
                label: "echo-\(transport)-\(port)"
            )
        }
        for (process, port) in zip(processes, ports) {
            let place = "\(address.literal):\(port)"
            try process.wait(until: "an echo server listens on \(transport.rawValue) \(place)") {
                let flag = transport == .tcp ? "-Hlnt" : "-Hlnu"
                return try run(["ss", flag, "src", place]).contains(place)
            }
        }
        return EchoService(
            transport: transport,
            address: address,
            ports: ports,
            processes: processes
        )
    }

    /// Sends a text to an echo server and returns what comes back; empty when nothing does.
    ///
    /// Throws `LabError.commandFailed` when no connection comes about.
    public func echo(
        _ text: String,
        over transport: EchoTransport,
        to address: IPAddress,
        port: UInt16,
        within limit: Duration = .seconds(3)
    ) throws -> String {
        let version = address.version == .ipv4 ? 4 : 6
        let seconds = max(1, limit.components.seconds)
        var target = "\(transport.rawValue)\(version):\(address.literal):\(port)"
        if transport == .tcp { target += ",connect-timeout=\(seconds)" }
        // -t: how long to wait for the reply after the end of the input.
        return try run(
            ["socat", "-t\(seconds)", "-", target],
            input: text,
            within: limit * 2 + .seconds(5)
        )
    }
}
