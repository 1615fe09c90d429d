import Addresses
import PacketFormats
import Planning
import Tables

/// The tables that packet fixtures run against: small, and with one frontend a behaviour.
public enum FixtureWorld {
    /// The interface that fixtures arrive on: the kernel's test runs use the loopback's index.
    public static let interface: UInt32 = 1
    /// Another interface that packets can be redirected to.
    public static let otherInterface: UInt32 = 9

    /// The node's address on `interface`.
    public static let node = ethernet(0x01)
    /// The node's address on `otherInterface`.
    public static let otherNode = ethernet(0x09)
    /// The client's or its router's address.
    public static let client = ethernet(0xc1)

    /// The Ethernet address of member `number`, 1 to 6.
    public static func member(_ number: UInt8) -> EthernetAddress { ethernet(0xb0 | number) }

    static func ethernet(_ last: UInt8) -> EthernetAddress {
        EthernetAddress(first: 0x0002, second: 0, third: UInt16(last) << 8)
    }

    /// The rules, by the index of their counters.
    public enum Rule {
        /// Frontend addresses without a rule.
        public static let none: UInt32 = 0
        /// 192.0.2.100 TCP 443, floating, member 1.
        public static let tcp: UInt32 = 1
        /// 192.0.2.100 UDP 53, floating, member 2.
        public static let udp: UInt32 = 2
        /// 2001:db8::100 TCP 443, floating, member 1.
        public static let tcp6: UInt32 = 3
        /// 2001:db8::100 UDP 53, floating, member 2.
        public static let udp6: UInt32 = 4
        /// 192.0.2.101, HA ports, floating, members 1 and 2: a next hop.
        public static let appliance: UInt32 = 5
        /// 192.0.2.102 TCP 443, floating, member 1: the same port of the same member again.
        public static let reuse: UInt32 = 6
        /// 192.0.2.103 TCP 80 to member 1's 8080, not floating.
        public static let translated: UInt32 = 7
        /// 192.0.2.103 UDP 80 to member 1's 8080, not floating.
        public static let translatedUDP: UInt32 = 8
        /// 2001:db8::103 TCP 80 to member 3's 8080, not floating.
        public static let translated6: UInt32 = 9
        /// 192.0.2.104 TCP 443, all members down.
        public static let empty: UInt32 = 10
        /// 192.0.2.105 TCP 443, lookup table not loaded.
        public static let unloaded: UInt32 = 11
        /// 192.0.2.106 TCP 443, member 4 on the other interface.
        public static let elsewhere: UInt32 = 12
        /// 192.0.2.107 TCP 443, member 5 not resolved.
        public static let unresolved: UInt32 = 13
        /// 192.0.2.108 TCP and UDP 443, `SourceIP`, members 1 and 2.
        public static let sourceIP: UInt32 = 14
        /// 192.0.2.109 TCP and UDP 443, `SourceIPProtocol`, members 1 and 2.
        public static let sourceIPProtocol: UInt32 = 15
        /// 192.0.2.110 TCP 443, `Default`, members 1 and 2.
        public static let spread: UInt32 = 16
        /// 192.0.2.111 TCP 443 to port 8443, floating, member 1.
        public static let portChange: UInt32 = 17
        /// 192.0.2.112 HA ports, not floating, member 2.
        public static let translatedAll: UInt32 = 18
        /// 192.0.2.113 TCP 443, floating, member 6 in VLAN 100.
        public static let tagged: UInt32 = 19
        /// 2001:db8::101, HA ports, floating, members 1 and 2: a next hop.
        public static let appliance6: UInt32 = 20
        /// 192.0.2.114 TCP and UDP 443, floating, all slots on their way from member 2 to member 1.
        public static let unsettled: UInt32 = 21
        /// 192.0.2.115 TCP and UDP 443, floating, members 1 and 2, every flow tracked.
        public static let tracked: UInt32 = 22
        /// 192.0.2.116 and 2001:db8::116, TCP 443: members, and all of them down.
        public static let down: UInt32 = 23
        /// 192.0.2.117 TCP 443, floating: this node itself (member 7) of members 1 and 7.
        public static let local: UInt32 = 24
        /// 192.0.2.118 TCP 443 to member 1's 8080, not floating; before, floating to member 2.
        public static let changed: UInt32 = 25
        /// The highest index.
        public static let last: UInt32 = 25
    }

    /// The tables.
    public static let image: TableImage = {
        var image = TableImage()
        image.interfaces[interface] = InterfaceEntry(ethernet: node)
        image.interfaces[otherInterface] = InterfaceEntry(ethernet: otherNode)
        image.egress = [otherInterface]
        for number in UInt8(1)...7 { image.backends[UInt16(number)] = backend(number) }
        for number in UInt16(1)...6 {
            image.lookupTables[UInt32(number)] = slots { _ in number }
        }
        image.lookupTables[7] = slots { $0 % 2 == 0 ? 1 : 2 }
        image.lookupTables[8] = slots { _ in 0 }
        image.lookupTables[9] = slots { _ in 6 }
        let moving = LookupSlot(current: 1, unsettledFrom: 2)
        image.lookupTables[11] = slots { _ in 7 }
        image.lookupTables[10] = [LookupSlot](repeating: moving, count: Limits.slots)
        addFloatingRules(&image)
        addDistributionRules(&image)
        addTranslatedRules(&image)
        addAppliances(&image)
        addEcho(&image)
        addLocalMember(&image)
        addChangedRule(&image)
        return image
    }()

    private static func backend(_ number: UInt8) -> BackendEntry {
        let isElsewhere = number == 4
        return BackendEntry(
            address: memberAddress(number).bits,
            destination: number == 5 ? .unknown : number == 7 ? node : member(number),
            source: isElsewhere ? otherNode : node,
            interface: isElsewhere ? otherInterface : interface,
            vlan: number == 6 ? 100 : 0,
            isLocal: number == 7,
            mtu: isElsewhere ? 1500 : 9000
        )
    }

    /// The IPv4 address of member `number`; member 3's is IPv6.
    public static func memberAddress(_ number: UInt8) -> IPAddress {
        address(number == 3 ? "2001:db8::13" : "192.0.2.1\(number)")
    }

    /// Reads an address that is written in a fixture.
    public static func address(_ text: String) -> IPAddress {
        guard let address = IPAddress(text) else { preconditionFailure("\(text) is no address") }
        return address
    }

    private static func slots(_ backend: (Int) -> UInt16) -> [LookupSlot] {
        (0..<Limits.slots).map { LookupSlot(settledOn: backend($0)) }
    }
}
