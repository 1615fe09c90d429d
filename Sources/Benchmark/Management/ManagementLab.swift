import Addresses
import Demo
import Foundation
import Lab
import Linux
import TestSupport

/// A client, a node that is managed through its API, and a backend that has the frontend's address.
final class ManagementLab {
    static let frontend = "192.0.2.100"
    static let member = "192.0.2.11"
    static let port: UInt16 = 7000

    let api: LocalAPI
    private let node: Machine
    private let folder: String
    private let apusd = DemoNode.siblingExecutable
    private var daemon: LabProcess?
    private let sender: Int32
    private let receiver: Int32

    init(_ lab: Lab) throws {
        let segment = try lab.segment("lan")
        let client = try lab.machine("client")
        try client.attach(to: segment, addresses: [try Self.prefix("192.0.2.1")])
        node = try lab.machine("node")
        try node.attach(to: segment, addresses: [try Self.prefix("192.0.2.2")])
        let backend = try lab.machine("backend")
        try backend.attach(to: segment, addresses: [try Self.prefix(Self.member)])
        try backend.addFloatingAddress(FixtureWorld.address(Self.frontend))
        folder = "\(lab.directory)/node"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try """
        interfaces: [eth0]
        mode: generic
        pins: /sys/fs/bpf/\(lab.name.description)
        state: \(folder)/state

        """.write(toFile: "\(folder)/node.yaml", atomically: true, encoding: .utf8)
        api = LocalAPI(socket: "\(folder)/state/apusd.sock")
        // The frontend's Ethernet address is known beforehand: to ask for it would be measured too.
        let interface = try node.perform {
            try NetlinkSession().snapshot().interface(named: "eth0")
        }
        let ethernet = interface?.ethernetAddress.description ?? ""
        try client.run([
            "ip", "neighbour", "replace", Self.frontend, "lladdr",
            ethernet, "dev", "eth0", "nud", "permanent",
        ])
        sender = try client.perform { try Self.datagramSocket(to: Self.frontend) }
        receiver = try backend.perform { try Self.datagramSocket(at: Self.frontend) }
    }

    deinit {
        close(sender)
        close(receiver)
    }

    private static func prefix(_ address: String) throws -> IPPrefix {
        guard let prefix = IPPrefix("\(address)/24") else {
            throw BenchmarkError.wrongContents(benchmark: "management", found: address)
        }
        return prefix
    }

    private static func socketAddress(_ text: String) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, text, &address.sin_addr)
        return address
    }

    private static func datagramSocket(
        to target: String? = nil,
        at own: String? = nil
    ) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let address = socketAddress(target ?? own ?? "")
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                target == nil ? bind(descriptor, $0, size) : connect(descriptor, $0, size)
            }
        }
        guard descriptor >= 0, result == 0 else {
            throw BenchmarkError.wrongContents(
                benchmark: "management",
                found: String(cString: strerror(errno))
            )
        }
        return descriptor
    }

    /// Starts the daemon, without waiting for it.
    func startDaemon() throws {
        daemon = try node.start([apusd, "run", "--config", "\(folder)/node.yaml"], label: "apusd")
    }

    /// Waits until the daemon answers.
    func waitForAnswer() throws {
        try daemon?.wait(until: "the daemon answers", within: .seconds(60)) {
            (try? api.call("GET", "/apus/status")) != nil
        }
    }

    /// Ends the daemon and takes its data plane away.
    func stopDaemon() throws {
        daemon?.terminate()
        daemon = nil
        try node.run([apusd, "detach", "--config", "\(folder)/node.yaml"])
    }

    /// The memory that the daemon occupies, in bytes.
    func residentMemory() throws -> Double {
        let status = try String(
            contentsOfFile: "/proc/\(daemon?.pid ?? 0)/status",
            encoding: .utf8
        )
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        return (kibibytes ?? 0) * 1024
    }

    /// Forgets datagrams that have arrived.
    func drain() {
        var byte: UInt8 = 0
        while recv(receiver, &byte, 1, Int32(MSG_DONTWAIT)) >= 0 {}
    }

    /// How many nanoseconds it takes from the beginning of the body until a datagram arrives, while
    /// the client sends one after the other.
    func nanosecondsToFirstDatagram(_ body: () throws -> Void) throws -> Double {
        drain()
        let flag = Flag()
        let (sender, receiver) = (sender, receiver)
        let pump = Thread {
            var byte: UInt8 = 1
            while !flag.isSet {
                _ = send(sender, &byte, 1, Int32(MSG_DONTWAIT))
                usleep(50)
            }
        }
        pump.start()
        defer { flag.set() }
        let clock = ContinuousClock()
        let arrival = Arrival(receiver: receiver)
        let start = clock.now
        arrival.begin()
        try body()
        let end = try arrival.wait(seconds: 60)
        let (seconds, attoseconds) = (end - start).components
        return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
    }
}
