import Addresses
import Linux
import PacketFormats
import Testing

struct AddressAnnouncementTests {
    let ethernet = EthernetAddress("02:00:5e:10:00:01")

    @Test func `an IPv4 address is announced as an ARP request and as an ARP reply`() throws {
        let announcement = AddressAnnouncement(
            address: try #require(IPAddress("192.0.2.100")),
            ethernetAddress: try #require(ethernet)
        )
        let addresses: [UInt8] = [
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff,  // destination: broadcast
            0x02, 0x00, 0x5e, 0x10, 0x00, 0x01,  // source: the announcing interface
            0x08, 0x06,  // ARP
            0x00, 0x01,  // hardware type: Ethernet
            0x08, 0x00,  // protocol type: IPv4
            0x06, 0x04,  // address lengths
        ]
        let request: [UInt8] = [
            0x00, 0x01,  // operation: request
            0x02, 0x00, 0x5e, 0x10, 0x00, 0x01,  // sender's Ethernet address
            192, 0, 2, 100,  // sender's protocol address
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00,  // target's Ethernet address: not known
            192, 0, 2, 100,  // target's protocol address: the announced one
        ]
        let reply: [UInt8] = [
            0x00, 0x02,  // operation: reply
            0x02, 0x00, 0x5e, 0x10, 0x00, 0x01,
            192, 0, 2, 100,
            0x02, 0x00, 0x5e, 0x10, 0x00, 0x01,  // target's Ethernet address: the announced one
            192, 0, 2, 100,
        ]
        #expect(announcement.frames == [addresses + request, addresses + reply])
    }

    @Test func `an IPv6 address is advertised to all nodes without solicitation`() throws {
        let announcement = AddressAnnouncement(
            address: try #require(IPAddress("2001:db8::100")),
            ethernetAddress: try #require(ethernet)
        )
        let frame: [UInt8] = [
            0x33, 0x33, 0x00, 0x00, 0x00, 0x01,  // destination: the group of all nodes
            0x02, 0x00, 0x5e, 0x10, 0x00, 0x01,  // source
            0x86, 0xdd,  // IPv6
            0x60, 0x00, 0x00, 0x00,  // version 6
            0x00, 0x20,  // payload: 32 bytes
            58, 255,  // ICMPv6, hop limit 255
            0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x00,
            0xff, 0x02, 0x00, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x01,
            136, 0,  // neighbour advertisement
            // The words of the pseudo-header sum up to 0x12e16, those of the message to 0x138cb;
            // together 0x266e1, which folds to 0x66e3; its complement:
            0x99, 0x1c,
            0x20, 0x00, 0x00, 0x00,  // not a router, not solicited, override
            0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x00,
            0x02, 0x01,  // option: target link-layer address, one unit of 8 bytes
            0x02, 0x00, 0x5e, 0x10, 0x00, 0x01,
        ]
        #expect(announcement.frames == [frame])
    }

    @Test func `a router's advertisement has the router flag`() throws {
        let announcement = AddressAnnouncement(
            address: try #require(IPAddress("2001:db8::100")),
            ethernetAddress: try #require(ethernet),
            isRouter: true
        )
        let frame = try #require(announcement.frames.first)
        #expect(frame[58] == 0xa0)
    }
}
