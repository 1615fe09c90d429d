import Addresses
import Foundation
public import Linux
import PacketFormats

/// The frames that pass an interface, whole, recorded by tcpdump from the moment it was made.
public final class Recording: Sendable {
    /// The filter, in tcpdump's language.
    public let filter: String
    private let process: LabProcess
    private let file: String
    private let machine: Machine
    private let interface: String
    /// The payload of the frame that marks the end, which no other frame has.
    private let marker = (0..<46).map { _ in UInt8.random(in: .min ... .max) }

    /// IEEE 802 sets this Ethernet type aside for local experiments.
    private static let markerType: [UInt8] = [0x88, 0xb5]

    init(
        filter: String,
        process: LabProcess,
        file: String,
        machine: Machine,
        interface: String
    ) {
        self.filter = filter
        self.process = process
        self.file = file
        self.machine = machine
        self.interface = interface
    }

    /// The frames so far, in the order in which they passed.
    public func frames() throws -> [RecordedFrame] {
        try allFrames().filter { Array($0.bytes.dropFirst(12).prefix(2)) != Self.markerType }
    }

    /// Waits until a condition holds for the frames so far, and returns them.
    @discardableResult
    public func wait(
        until reason: String,
        within limit: Duration = .seconds(10),
        _ condition: ([RecordedFrame]) throws -> Bool
    ) throws -> [RecordedFrame] {
        var found: [RecordedFrame] = []
        try process.wait(until: reason, within: limit) {
            found = try frames()
            return try condition(found)
        }
        return found
    }

    /// Ends the recording and returns every frame that passed before this call.
    ///
    /// It sends a marker frame from the interface and waits until the record has that too, so that
    /// no frame is still on its way, and none recorded means that none passed.
    public func stop() throws -> [RecordedFrame] {
        let nobody = [0x02] + (0..<5).map { _ in UInt8.random(in: .min ... .max) }
        let socket = try machine.openPacketSocket(on: interface)
        try socket.send(nobody + nobody + Self.markerType + marker)
        try process.wait(until: "the recording on \(interface) is complete") {
            try allFrames().contains { Array($0.bytes.dropFirst(14)) == marker }
        }
        try process.endCapture()
        return try frames()
    }

    /// Reads the file (pcap: a header of 24 bytes, then 16 bytes before each frame, whose third word
    /// is the count of bytes that follow).
    private func allFrames() throws -> [RecordedFrame] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        var frames: [RecordedFrame] = []
        var position = 24
        while position + 16 <= bytes.count {
            let count = (0..<4).reduce(0) { $0 | Int(bytes[position + 8 + $1]) << (8 * $1) }
            let end = position + 16 + count
            // The last one may be half written.
            guard end <= bytes.count else { break }
            frames.append(RecordedFrame(Array(bytes[(position + 16)..<end])))
            position = end
        }
        return frames
    }
}

extension Machine {
    /// Records the frames of one of the machine's interfaces, in both directions.
    ///
    /// Of each frame it has at most 4,096 bytes.
    /// What a native XDP program takes off the interface does not come here; one that it passes or
    /// sends does not come here before it.
    public func record(on interface: String, _ filter: String = "") throws -> Recording {
        let file = lab.newPath("\(name)-\(interface)", "pcap")
        // The marker's type first: in a filter, what follows the word vlan means the tagged packet.
        let expression = filter.isEmpty ? "" : "ether proto 0x88b5 or (\(filter))"
        // -Z root: else the file would be written by a user who may not enter the lab's folder.
        let words =
            [
                "tcpdump", "-i", interface, "-n", "-U", "-Z", "root", "-w", file,
            ] + LabProcess.captureRoom + [expression]
        let process = try start(words, label: "record-\(interface)")
        try process.wait(until: "tcpdump listens on \(interface)") {
            try process.output().contains("listening on \(interface)")
        }
        return Recording(
            filter: filter,
            process: process,
            file: file,
            machine: self,
            interface: interface
        )
    }

    /// Opens a socket that sends whole frames from one of the machine's interfaces.
    public func openPacketSocket(on interface: String) throws -> PacketSocket {
        try perform {
            try PacketSocket(interface: NetlinkSession().interface(named: interface).index)
        }
    }
}
