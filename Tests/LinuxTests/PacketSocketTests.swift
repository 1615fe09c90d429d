import Addresses
import Linux
import PacketFormats
import Testing

@Suite(.needs(.netAdmin, .netRaw, .sysAdmin))
struct PacketSocketTests {
    @Test(arguments: ["192.0.2.100", "2001:db8::100"])
    func `an announcement arrives at the peer byte for byte`(text: String) throws {
        let pair = try NamespacePair()
        let receiver = try pair.onRight {
            let index = try NetlinkSession().interface(named: "eth0").index
            return try PacketSocket(interface: index, receiving: true)
        }
        let (sender, ethernet) = try pair.onLeft {
            let interface = try NetlinkSession().interface(named: "eth0")
            return (try PacketSocket(interface: interface.index), interface.ethernetAddress)
        }
        let announcement = AddressAnnouncement(
            address: try #require(IPAddress(text)),
            ethernetAddress: ethernet
        )
        for frame in announcement.frames {
            try sender.send(frame)
        }
        var missing = Set(announcement.frames)
        let deadline = ContinuousClock.now + .seconds(10)
        while !missing.isEmpty {
            let frame = try #require(
                try receiver.receive(until: deadline),
                "\(missing.count) frames did not arrive"
            )
            missing.remove(frame)
        }
    }

    @Test(arguments: ["192.0.2.1", "2001:db8::1"])
    func `an announcement makes the peer replace its neighbour entry`(text: String) throws {
        let pair = try NamespacePair()
        let address = try #require(IPAddress(text))
        let far = try pair.onRight { try NetlinkSession() }
        let index = try far.interface(named: "eth0").index
        try far.resolve(address, on: index)
        func entry() throws -> EthernetAddress? {
            let found = try far.neighbours().first { $0.address == address }
            return found?.isUsable == true ? found?.ethernetAddress : nil
        }
        try eventually("the peer knows \(text)") { try entry() != nil }
        let taken = try #require(EthernetAddress("02:00:5e:10:00:01"))
        let sender = try pair.onLeft {
            try PacketSocket(interface: NetlinkSession().interface(named: "eth0").index)
        }
        let announcement = AddressAnnouncement(address: address, ethernetAddress: taken)
        // The kernel ignores ARP changes within a second of the last one (locktime), so repeat.
        try eventually("the peer has the announced address") {
            for frame in announcement.frames { try sender.send(frame) }
            return try entry() == taken
        }
    }

    @Test func `what the interface itself sends is not received`() throws {
        let pair = try NamespacePair()
        func open() throws -> PacketSocket {
            let index = try NetlinkSession().interface(named: "eth0").index
            return try PacketSocket(interface: index, receiving: true)
        }
        let left = try pair.onLeft(open)
        // The kernel never returns a frame to the very socket that sent it.
        let sender = try pair.onLeft(open)
        let right = try pair.onRight(open)
        // The Ethernet type is the one set aside for local experiments.
        let header = EthernetAddress.broadcast.bytes + [2, 0, 0, 0, 0, 1, 0x88, 0xb5]
        let there = header + [UInt8](repeating: 1, count: 46)
        let back = header + [UInt8](repeating: 2, count: 46)
        let deadline = ContinuousClock.now + .seconds(10)
        try sender.send(there)
        while try #require(try right.receive(until: deadline)) != there {}
        try right.send(back)
        // Frames are queued in order, so an own one would come before the answer to it.
        var seen: [[UInt8]] = []
        while seen.last != back {
            seen.append(try #require(try left.receive(until: deadline)))
        }
        #expect(!seen.contains(there))
    }

    @Test func `nothing is received after the deadline`() throws {
        let pair = try NamespacePair()
        let receiver = try pair.onLeft {
            let session = try NetlinkSession()
            return try PacketSocket(
                interface: session.interface(named: "lo").index,
                receiving: true
            )
        }
        #expect(try receiver.receive(until: .now) == nil)
    }

    @Test func `an interface that does not exist is an error`() {
        let error = #expect(throws: LinuxError.self) {
            try PacketSocket(interface: 999_999_999)
        }
        #expect(error?.isAbsent == true)
    }
}
