import Addresses
import Forwarding
import PacketFormats
import Tables

/// A client's flow to the steering model's frontend, with the frames that it can send.
public struct SteeringFlow: Sendable {
    /// The frontend that the model's flows go to.
    public static let frontend = FixtureWorld.address("192.0.2.200")
    /// Its rule: floating IP, `Default` distribution, lookup table 0.
    public static let entry = FrontendEntry(
        hashSeed: 1,
        rule: 1,
        lookupTable: 0,
        options: [.hasRule, .floatingIP, .hashesPorts, .hashesTransport],
        backendPort: BigEndian(443),
        ethernet: .unknown
    )

    /// The frame that opens the connection.
    public let syn: [UInt8]
    /// A frame of the established connection.
    public let ack: [UInt8]
    /// The frame that ends the client's side.
    public let fin: [UInt8]
    /// The frame that ends the connection at once.
    public let rst: [UInt8]
    /// A UDP frame with the same ports.
    public let datagram: [UInt8]

    /// Flows whose slots, for TCP and for UDP, are all below a bound.
    public static func corpus(count: Int, slotsBelow bound: Int) -> [SteeringFlow] {
        var flows: [SteeringFlow] = []
        var tcp: [FrameBuilder] = []
        var udp: [FrameBuilder] = []
        var generator = SeededGenerator(seed: 5)
        while tcp.count < count || udp.count < count {
            let port = UInt16.random(in: 1024...65_535, using: &generator)
            let host = UInt32.random(in: 0x0a00_0000...0x0aff_ffff, using: &generator)
            let client = IPAddress(bits: AddressBits(ipv4: host.bigEndian))
            if slot(client, port, IPProtocolNumber.tcp) < bound {
                let transport = FrameBuilder.Transport.tcp(source: port, destination: 443, flags: 2)
                tcp.append(frame(client, transport))
            }
            if slot(client, port, IPProtocolNumber.udp) < bound {
                udp.append(
                    frame(client, .udp(source: port, destination: 443, hasChecksum: true))
                )
            }
        }
        for (stream, datagram) in zip(tcp, udp).prefix(count) {
            flows.append(SteeringFlow(stream, datagram))
        }
        return flows
    }

    private init(_ stream: FrameBuilder, _ datagram: FrameBuilder) {
        func frame(_ flags: UInt8) -> [UInt8] {
            guard case .tcp(let source, let destination, _) = stream.transport else { return [] }
            let transport = FrameBuilder.Transport.tcp(
                source: source,
                destination: destination,
                flags: flags
            )
            return stream.with(\.transport, transport).bytes
        }
        syn = frame(0x02)
        ack = frame(0x10)
        fin = frame(0x11)
        rst = frame(0x04)
        self.datagram = datagram.bytes
    }

    private static func slot(_ client: IPAddress, _ port: UInt16, _ transport: UInt8) -> Int {
        var flow = Flow(
            source: client.bits,
            destination: frontend.bits,
            transport: transport,
            length: 0
        )
        flow.sourcePort = BigEndian(port)
        flow.destinationPort = BigEndian(443)
        return FlowHash.slot(of: flow, entry)
    }

    private static func frame(
        _ client: IPAddress,
        _ transport: FrameBuilder.Transport
    ) -> FrameBuilder {
        FrameBuilder(
            from: client,
            to: frontend,
            transport,
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        )
    }
}
