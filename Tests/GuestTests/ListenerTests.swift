import Guest
import Resources
import Testing

/// The kernel's tables of sockets.
struct ListenerTests {
    @Test func `a listening socket is read with its address and port`() throws {
        // As the kernel of a little-endian machine prints them.
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
               0: 0100007F:0277 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
               1: 640200C0:0050 0A0200C0:C001 01 00000000:00000000 00:00000000 00000000     0
               2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
               3: broken
            """
        let found = Listener.table(table, transport: .tcp)
        #expect(
            found == [
                Listener(transport: .tcp, address: try address("127.0.0.1"), port: 631),
                Listener(transport: .tcp, address: try address("0.0.0.0"), port: 80),
            ]
        )
        #expect(found[1].serves(.tcp, try address("192.0.2.100"), 80))
        #expect(!found[1].serves(.udp, try address("192.0.2.100"), 80))
        #expect(!found[1].serves(.tcp, try address("2001:db8::1"), 80))
        #expect(!found[0].serves(.tcp, try address("192.0.2.100"), 631))
    }

    @Test func `an IPv6 socket on every address takes IPv4 too`() throws {
        let table = """
              sl  local_address                         remote_address                        st
               0: 00000000000000000000000000000000:0035 00000000000000000000000000000000:0000 07
               1: B80D0120000000000000000001000000:0035 00000000000000000000000000000000:0000 07
            """
        let found = Listener.table(table, transport: .udp)
        #expect(found.map(\.address) == [try address("::"), try address("2001:db8::1")])
        #expect(found[0].serves(.udp, try address("192.0.2.100"), 53))
        #expect(!found[1].serves(.udp, try address("192.0.2.100"), 53))
        #expect(found[1].serves(.udp, try address("2001:db8::1"), 53))
    }
}
