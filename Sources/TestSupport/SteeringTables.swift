import Addresses
import PacketFormats
import Planning
import Tables

/// The tables that a steering model starts from.
public enum SteeringTables {
    /// The rule for TCP and UDP, empty lookup tables, and no backends.
    public static let image: TableImage = {
        var image = TableImage()
        image.interfaces[FixtureWorld.interface] = InterfaceEntry(
            ethernet: FixtureWorld.node
        )
        for key in keys {
            image.frontends[key] = SteeringRule.first.entry(table: 0, hasFormer: false)
        }
        let empty = LookupSlot(settledOn: 0)
        for table in UInt32(0)...2 {
            image.lookupTables[table] = [LookupSlot](repeating: empty, count: Limits.slots)
        }
        return image
    }()

    /// What selects the rule.
    public static let keys: [FrontendKey] = [IPProtocolNumber.tcp, IPProtocolNumber.udp].map {
        FrontendKey(
            address: SteeringFlow.frontend.bits,
            port: BigEndian(443),
            transport: $0
        )
    }

    /// A backend's own address.
    static func address(of index: UInt16) -> IPAddress {
        FixtureWorld.address("192.0.2.2\(index)")
    }

    /// A backend's entry while it is a member.
    public static func backend(_ index: UInt16) -> BackendEntry {
        BackendEntry(
            address: address(of: index).bits,
            destination: FixtureWorld.member(UInt8(index)),
            source: FixtureWorld.node,
            interface: FixtureWorld.interface
        )
    }
}
