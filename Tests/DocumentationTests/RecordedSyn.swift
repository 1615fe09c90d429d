import Foundation
import Lab
import Linux
import Testing

/// One connection's first packet and its answer, recorded at both ends.
struct RecordedSyn {
    /// The first packet as the client sends it and as the guest gets it.
    let sent: [UInt8]
    let received: [UInt8]
    /// The answer as the guest sends it and as the client gets it.
    let answer: [UInt8]
    let answered: [UInt8]
    /// The answers that came to the node.
    let atNode: [String]

    /// Records while the body has the client send.
    init(_ site: PageSite, _ send: () throws -> Void) throws {
        let filter = "tcp port 80 and host 192.0.2.10 and tcp[tcpflags] & tcp-syn != 0"
        let client = try site.client.machine.record(on: "eth0", filter)
        let guest = try site.guest.machine.record(on: "eth0", filter)
        // Its packet program takes frames before a capture on the node itself sees them.
        let node = try site.lan.capture(portOf: site.nodeInterface, "\(filter) and src port 80")
        try send()
        let atClient = try client.wait(until: "the client has its answer") { $0.count > 1 }
        let atGuest = try guest.wait(until: "the guest has answered") { $0.count > 1 }
        atNode = try node.stop()
        _ = try (client.stop(), guest.stop())
        (sent, answered) = (atClient[0].bytes, atClient[1].bytes)
        (received, answer) = (atGuest[0].bytes, atGuest[1].bytes)
    }

    /// Whether the checksums of a TCP segment in IPv4 without options are right.
    static func hasRightChecksums(_ frame: [UInt8]) -> Bool {
        guard frame.count > 34 else { return false }
        let header = frame[14..<34]
        let segment = Array(frame[34...])
        let length = [UInt8(segment.count >> 8), UInt8(segment.count & 0xff)]
        let pseudo = Array(frame[26..<34]) + [0, 6] + length
        return sum(Array(header)) == 0xffff && sum(pseudo + segment) == 0xffff
    }

    /// The one's complement sum of bytes (RFC 1071), with the checksum in it.
    private static func sum(_ bytes: [UInt8]) -> Int {
        var sum = 0
        for (index, byte) in bytes.enumerated() {
            sum += index % 2 == 0 ? Int(byte) << 8 : Int(byte)
        }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return sum
    }
}
