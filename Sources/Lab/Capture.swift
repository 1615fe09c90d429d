import Addresses
import Linux
import PacketFormats

/// The packets that pass an interface, recorded by tcpdump from the moment it was made.
public final class Capture: Sendable {
    /// The filter, in tcpdump's language.
    public let filter: String
    private let process: LabProcess
    private let namespace: String
    private let interface: String
    private let marker: EthernetAddress

    /// The Ethernet type that IEEE 802 sets aside for local experiments; a marker frame has it.
    private static let markerType: UInt16 = 0x88b5

    init(
        filter: String,
        process: LabProcess,
        namespace: String,
        interface: String,
        marker: EthernetAddress
    ) {
        self.filter = filter
        self.process = process
        self.namespace = namespace
        self.interface = interface
        self.marker = marker
    }

    /// One line for each packet so far, as `tcpdump -n -e` prints it, without the time.
    public func lines() throws -> [String] {
        try process.output().split(separator: "\n").map(String.init).filter { line in
            // Messages of tcpdump itself have no addresses, its dump of a marker frame is indented,
            // and markers, of other captures too, are no packets of the lab.
            line.contains(" > ") && !line.hasPrefix("\t") && !line.contains(Self.markerText)
        }
    }

    /// Waits until at least this many packets were captured.
    public func waitForPackets(_ count: Int, within limit: Duration = .seconds(10)) throws {
        let reason = "\(count) packets of '\(filter)' passed \(interface)"
        try process.wait(until: reason, within: limit) { try lines().count >= count }
    }

    /// Ends the capture and returns its lines, with every packet that passed before this call.
    ///
    /// It sends a marker frame from the interface and waits until the capture has that too, so that
    /// no packet is still on its way into the record, and a count of zero means that none passed.
    public func stop() throws -> [String] {
        try NetworkNamespace(named: namespace).perform {
            let index = try NetlinkSession().interface(named: interface).index
            let socket = try PacketSocket(interface: index)
            let type: [UInt8] = [UInt8(Self.markerType >> 8), UInt8(Self.markerType & 0xff)]
            let padding = [UInt8](repeating: 0, count: 46)
            try socket.send(marker.bytes + marker.bytes + type + padding)
        }
        try process.wait(until: "the capture on \(interface) is complete") {
            try process.output().contains("\(marker) > \(marker), \(Self.markerText)")
        }
        try process.endCapture()
        return try lines()
    }

    /// How tcpdump prints the type of a marker frame.
    private static var markerText: String {
        "ethertype Unknown (0x\(String(markerType, radix: 16)))"
    }

    /// Starts a capture and returns when it sees packets.
    static func start(
        in namespace: String,
        place: String,
        interface: String,
        filter: String,
        lab: Lab
    ) throws -> Capture {
        let type = "ether proto 0x\(String(markerType, radix: 16))"
        let expression = filter.isEmpty ? "" : "(\(filter)) or (\(type))"
        let words =
            [
                "tcpdump", "-i", interface, "-n", "-e", "-t", "-l",
            ] + LabProcess.captureRoom + [expression]
        let process = try lab.start(
            NamespaceEntry.command(words, in: namespace, entry: .network),
            shownAs: words,
            place: place,
            label: "tcpdump-\(interface)"
        )
        try process.wait(until: "tcpdump listens on \(interface)") {
            try process.output().contains("listening on \(interface)")
        }
        return Capture(
            filter: filter,
            process: process,
            namespace: namespace,
            interface: interface,
            marker: .random()
        )
    }
}

extension EthernetAddress {
    /// A locally administered address of one station (IEEE 802 section 8.4) that is not in use.
    fileprivate static func random() -> EthernetAddress {
        let bytes = [0x02] + (0..<5).map { _ in UInt8.random(in: .min ... .max) }
        return EthernetAddress(bytes: bytes) ?? .unknown
    }
}

extension Machine {
    /// Captures the packets of one of the machine's interfaces, in both directions.
    ///
    /// What a native XDP program takes off the interface does not come here; capture it at the
    /// segment's port.
    public func capture(on interface: String, _ filter: String = "") throws -> Capture {
        try Capture.start(
            in: namespace,
            place: name,
            interface: interface,
            filter: filter,
            lab: lab
        )
    }
}

extension Segment {
    /// Captures the packets of a segment's port, to and from the machine's interface there.
    public func capture(portOf interface: LabInterface, _ filter: String = "") throws -> Capture {
        try Capture.start(
            in: namespace,
            place: name,
            interface: interface.port,
            filter: filter,
            lab: lab
        )
    }
}
