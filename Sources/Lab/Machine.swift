public import Addresses
import Linux
import Synchronization

/// A machine of a lab: a network namespace with interfaces, addresses and routes of its own.
public final class Machine: Sendable {
    /// How a command enters the machine.
    public enum Entry: Hashable, Sendable {
        /// Only the network is the machine's (`nsenter`). Pins under `/sys/fs/bpf` are visible.
        case network
        /// `/sys` shows the machine's interfaces too (`ip netns exec`), which hides those pins.
        case networkAndSystemFiles
    }

    /// The machine's name in its lab.
    public let name: String
    /// The machine's network namespace.
    public let namespace: String
    /// The lab that the machine belongs to.
    public let lab: Lab
    private let interfaceCount = Mutex(0)

    /// Makes the namespace, with the loopback interface up and IPv6 addresses usable at once.
    init(_ name: String, lab: Lab) throws {
        try lab.reserve(name)
        self.name = name
        self.lab = lab
        namespace = lab.name.namespace(of: name)
        try lab.makeNamespace(namespace)
        try perform {
            for interface in ["all", "default"] {
                // Duplicate detection and router discovery would only make everything wait.
                try Sysctl("net/ipv6/conf/\(interface)/accept_dad")?.write("0")
                try Sysctl("net/ipv6/conf/\(interface)/accept_ra")?.write("0")
            }
        }
        try HostCommand.ipBatch(["link set lo up"], in: namespace, place: name)
    }

    /// Runs the body on a thread inside the machine's namespace while the caller waits.
    public func perform<Result>(_ body: () throws -> Result) throws -> Result {
        try NetworkNamespace(named: namespace).perform(body)
    }

    /// Joins the machine to a segment by a new interface with these addresses.
    ///
    /// Returns when frames can pass.
    @discardableResult
    public func attach(to segment: Segment, addresses: [IPPrefix] = []) throws -> LabInterface {
        let number = interfaceCount.withLock { count in
            defer { count += 1 }
            return count
        }
        let interface = "eth\(number)"
        let port = "\(name)-\(interface)"
        try HostCommand.ip(
            "link add \(interface) netns \(namespace) type veth "
                + "peer name \(port) netns \(segment.namespace)",
            place: name
        )
        try HostCommand.ip(
            "-n \(segment.namespace) link set \(port) master br0 up",
            place: segment.name
        )
        try HostCommand.ipBatch(
            ["link set \(interface) up"]
                + addresses.map { Self.addAddress($0, to: interface) },
            in: namespace,
            place: name
        )
        try waitUntil("port \(port) of segment \(segment.name) forwards") {
            let words = ["bridge", "-n", segment.namespace, "link", "show", "dev", port]
            return try HostCommand.run(words, place: segment.name).contains("state forwarding")
        }
        let seen = try perform { try NetlinkSession().interface(named: interface) }
        return LabInterface(
            name: interface,
            index: seen.index,
            ethernetAddress: seen.ethernetAddress,
            segment: segment,
            port: port
        )
    }

    /// Adds an address to an interface, usable at once.
    public func addAddress(_ address: IPPrefix, to interface: String) throws {
        try HostCommand.ipBatch(
            [Self.addAddress(address, to: interface)],
            in: namespace,
            place: name
        )
    }

    /// Sets the largest IP packet that an interface and its port of the segment carry, in bytes.
    public func setMTU(_ bytes: Int, of interface: LabInterface) throws {
        let ends = [(namespace, interface.name), (interface.segment.namespace, interface.port)]
        for (namespace, end) in ends {
            try HostCommand.ip("-n \(namespace) link set \(end) mtu \(bytes)", place: name)
        }
    }

    /// Adds a route through a router, or replaces the one for the same destination.
    public func addRoute(to destination: IPPrefix, via gateway: IPAddress) throws {
        try HostCommand.ip(
            "-n \(namespace) route replace \(destination) via \(gateway)",
            place: name
        )
    }

    /// Writes a kernel setting of the machine, such as `net/ipv4/ip_forward`.
    public func setSysctl(_ path: String, to value: String) throws {
        guard let setting = Sysctl(path) else {
            throw LinuxError(
                "set",
                "'\(path)'",
                .unusable("it is not a path below /proc/sys that begins with net/")
            )
        }
        try perform { try setting.write(value) }
    }

    private static func addAddress(_ address: IPPrefix, to interface: String) -> String {
        let detection = address.address.version == .ipv6 ? " nodad" : ""
        return "addr add \(address) dev \(interface)\(detection)"
    }
}

extension Lab {
    /// Makes a machine; its name is one to ten lower-case letters and digits, unique in the lab.
    public func machine(_ name: String) throws -> Machine {
        try Machine(name, lab: self)
    }
}
