import Addresses
import TestSupport

/// A frame whose flow and rule a benchmark changes from run to run.
struct TestFlow {
    /// The frame that each run starts from.
    let frame: [UInt8]
    /// How many flows there are.
    let flows: Int
    /// How many rules the packets are spread over.
    var rules = 1
    private let addressOffset: Int
    private let portOffset: Int?

    /// Takes a packet to a frontend; it is sent as `flows` flows.
    init(_ packet: FrameBuilder, flows: Int) {
        frame = packet.bytes
        self.flows = flows
        // The low 16 bits of the source address, and the source port, in an untagged frame.
        let isIPv4 = packet.source.version == .ipv4
        addressOffset = isIPv4 ? 28 : 36
        let start = isIPv4 ? 34 : 54
        if case .other = packet.transport { portOffset = nil } else { portOffset = start }
    }

    /// A packet from the client that the node is to deliver.
    static func packet(
        to frontend: IPAddress,
        _ transport: FrameBuilder.Transport = .tcp(source: 1024, destination: 443, flags: 0x10)
    ) -> FrameBuilder {
        FrameBuilder(
            from: FixtureWorld.address(
                frontend.version == .ipv4 ? "10.0.0.0" : "2001:db8:ffff::"
            ),
            to: frontend,
            transport,
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        )
    }

    /// Makes the frame one of a flow: the number's low 16 bits are its address, the rest its port.
    func choose(_ flow: UInt32, _ frame: UnsafeMutableRawBufferPointer) {
        let address = UInt16(truncatingIfNeeded: flow)
        frame.storeBytes(of: address.bigEndian, toByteOffset: addressOffset, as: UInt16.self)
        guard let portOffset else { return }
        let port = UInt16(truncatingIfNeeded: 1024 + (flow >> 16))
        frame.storeBytes(of: port.bigEndian, toByteOffset: portOffset, as: UInt16.self)
    }

    /// Makes an IPv4 frame one of a rule of `LoadedTables.manyRules`.
    func chooseRule(_ rule: UInt32, _ frame: UnsafeMutableRawBufferPointer) {
        let place = LoadedTables.place(ofRule: Int(rule))
        frame.storeBytes(of: place.address.bigEndian, toByteOffset: 30, as: UInt32.self)
        frame.storeBytes(of: place.port.bigEndian, toByteOffset: 36, as: UInt16.self)
    }
}
