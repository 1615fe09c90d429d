import Addresses
import PacketFormats
import Planning
import Tables

/// The tables that a steering model starts from.
public enum SteeringTables {
    /// The rule for TCP and UDP, an empty lookup table 0, and no backends.
    public static let image: TableImage = {
        var image = TableImage()
        let address = SteeringFlow.frontend.bits
        image.interfaces[FixtureWorld.interface] = InterfaceEntry(ethernet: FixtureWorld.node)
        for transport in [IPProtocolNumber.tcp, IPProtocolNumber.udp] {
            let key = FrontendKey(address: address, port: BigEndian(443), transport: transport)
            image.frontends[key] = SteeringFlow.entry
        }
        let empty = LookupSlot(settledOn: 0)
        image.lookupTables[0] = [LookupSlot](repeating: empty, count: Limits.slots)
        return image
    }()

    /// A backend's entry while it is a member.
    public static func backend(_ index: UInt16) -> BackendEntry {
        BackendEntry(
            address: FixtureWorld.memberAddress(UInt8(index)).bits,
            destination: FixtureWorld.member(UInt8(index)),
            source: FixtureWorld.node,
            interface: FixtureWorld.interface
        )
    }

    /// The backend that a transmitted frame is for.
    public static func backend(of frame: [UInt8]) -> UInt16? {
        SteeringModel.backends.first {
            frame.starts(with: FixtureWorld.member(UInt8($0)).bytes)
        }
    }
}
