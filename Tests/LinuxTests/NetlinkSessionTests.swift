import Addresses
import Linux
import PacketFormats
import Testing

@Suite(.needs(.netAdmin, .sysAdmin))
struct NetlinkSessionTests {
    @Test func `a session lists the links and addresses of its namespace`() throws {
        let pair = try NamespacePair()
        let session = try pair.onLeft { try NetlinkSession() }
        let interfaces = try session.interfaces()
        #expect(interfaces.map(\.name).sorted() == ["eth0", "lo"])
        let cable = try session.interface(named: "eth0")
        #expect(interfaces.contains(cable))
        #expect(cable.isUp && cable.hasCarrier && cable.mtu == 1500 && cable.master == nil)
        #expect(cable.ethernetAddress != .unknown)
        let addresses = try session.addresses().filter { $0.interface == cable.index }
        let own = try #require(IPAddress("192.0.2.1"))
        let own6 = try #require(IPAddress("2001:db8::1"))
        #expect(
            addresses.contains(
                InterfaceAddress(interface: cable.index, address: own, prefixLength: 24)
            )
        )
        #expect(
            addresses.contains(
                InterfaceAddress(interface: cable.index, address: own6, prefixLength: 64)
            )
        )
    }

    @Test func `a session lists connected and routed prefixes of both families`() throws {
        let pair = try NamespacePair()
        try NamespacePair.ip("-n \(pair.left) route add default via 192.0.2.2")
        try NamespacePair.ip("-n \(pair.left) route add 2001:db8:9::/48 via 2001:db8::2 metric 7")
        let session = try pair.onLeft { try NetlinkSession() }
        let cable = try session.interface(named: "eth0").index
        let routes = try session.routes()
        func route(
            _ destination: String,
            _ gateway: String?,
            metric: UInt32,
            source: String? = nil
        ) throws -> Route {
            Route(
                destination: try #require(IPPrefix(destination)),
                gateway: try gateway.map { try #require(IPAddress($0)) },
                interface: cable,
                metric: metric,
                preferredSource: try source.map { try #require(IPAddress($0)) }
            )
        }
        #expect(routes.contains(try route("192.0.2.0/24", nil, metric: 0, source: "192.0.2.1")))
        #expect(routes.contains(try route("0.0.0.0/0", "192.0.2.2", metric: 0)))
        #expect(routes.contains(try route("2001:db8::/64", nil, metric: 256)))
        #expect(routes.contains(try route("2001:db8:9::/48", "2001:db8::2", metric: 7)))
    }

    @Test func `a session names an interface that does not exist`() throws {
        let pair = try NamespacePair()
        let session = try pair.onLeft { try NetlinkSession() }
        let error = #expect(throws: LinuxError.self) { try session.interface(named: "eth7") }
        #expect(error?.isAbsent == true)
        #expect(error?.description.contains("interface eth7") == true)
    }

    @Test(arguments: ["192.0.2.2", "2001:db8::2"])
    func `the kernel resolves a neighbour of another namespace`(text: String) throws {
        let pair = try NamespacePair()
        let session = try pair.onLeft { try NetlinkSession() }
        let far = try pair.onRight { try NetlinkSession().interface(named: "eth0") }
        let cable = try session.interface(named: "eth0")
        let address = try #require(IPAddress(text))
        try session.resolve(address, on: cable.index)
        try eventually("\(text) is resolved") {
            let hop = try session.snapshot().nextHop(for: address, through: ["eth0"])
            return hop
                == .success(
                    NextHop(
                        interface: cable.index,
                        source: cable.ethernetAddress,
                        destination: far.ethernetAddress
                    )
                )
        }
        // Again, now that there is an entry.
        try session.resolve(address, on: cable.index)
    }

    @Test func `resolving leaves a permanent neighbour entry alone`() throws {
        let pair = try NamespacePair()
        try NamespacePair.ip(
            "-n \(pair.left) neigh add 192.0.2.77 lladdr 02:00:00:00:00:77 dev eth0"
        )
        let session = try pair.onLeft { try NetlinkSession() }
        let cable = try session.interface(named: "eth0").index
        let address = try #require(IPAddress("192.0.2.77"))
        try session.resolve(address, on: cable)
        let entry = try session.neighbours().first { $0.address == address }
        #expect(entry?.state == .permanent)
    }

    @Test func `a receive address enters the device's filter once and leaves it again`() throws {
        let pair = try NamespacePair()
        let session = try pair.onLeft { try NetlinkSession() }
        let cable = try session.interface(named: "eth0").index
        let text = "02:0a:0b:0c:0d:0e"
        let address = try #require(EthernetAddress(text))
        func shown() throws -> Int {
            let output = try NamespacePair.command("bridge -n \(pair.left) fdb show dev eth0")
            return output.split(separator: "\n")
                .filter { $0.hasPrefix(text) && $0.contains("self permanent") }.count
        }
        try session.addReceiveAddress(address, interface: cable)
        try session.addReceiveAddress(address, interface: cable)
        #expect(try shown() == 1)
        try session.removeReceiveAddress(address, interface: cable)
        try session.removeReceiveAddress(address, interface: cable)
        #expect(try shown() == 0)
    }

    @Test func `a group address enters the interface's filter once and leaves it again`() throws {
        let pair = try NamespacePair()
        let session = try pair.onLeft { try NetlinkSession() }
        let text = "33:33:ff:00:01:00"
        let group = try #require(EthernetAddress(text))
        func shown() throws -> Bool {
            try NamespacePair.ip("-n \(pair.left) maddr show dev eth0").contains(text)
        }
        try session.joinMulticast(group, interface: "eth0")
        try session.joinMulticast(group, interface: "eth0")
        #expect(try shown())
        try session.leaveMulticast(group, interface: "eth0")
        try session.leaveMulticast(group, interface: "eth0")
        #expect(try !shown())
    }

    @Test func `a group address is no receive address, and the reverse`() throws {
        let session = try NetlinkSession()
        #expect(throws: LinuxError.self) {
            try session.addReceiveAddress(.broadcast, interface: 1)
        }
        let station = try #require(EthernetAddress("02:00:00:00:00:01"))
        #expect(throws: LinuxError.self) {
            try session.joinMulticast(station, interface: "lo")
        }
    }
}
