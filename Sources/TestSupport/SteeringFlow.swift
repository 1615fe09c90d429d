import Addresses
import Forwarding
import PacketFormats
import Tables

/// A client's flow to the steering model's frontend, with the frames that it can send.
public struct SteeringFlow: Sendable {
    /// The frontend that the model's flows go to.
    public static let frontend = FixtureWorld.address("192.0.2.200")
    /// The frame that opens the connection.
    public let syn: [UInt8]
    /// A frame of the established connection.
    public let ack: [UInt8]
    /// The frame that ends the client's side.
    public let fin: [UInt8]
    /// The frame that ends the connection at once.
    public let rst: [UInt8]
    /// A UDP frame with ports of its own.
    public let datagram: [UInt8]
    /// The slots that the flow and its datagrams have under each distribution.
    public let slots: [Int]

    /// Flows whose slots are all below a bound under every distribution.
    ///
    /// They come from few clients, which share slots where the ports do not count, and from few
    /// slots where they do.
    public static func corpus(count: Int, slotsBelow bound: Int) -> [SteeringFlow] {
        var generator = SeededGenerator(seed: 5)
        let clients = (0..<6).map { _ in client(slotsBelow: bound, &generator) }
        return (0..<count).map { number in
            let client = clients[number % clients.count]
            func port(_ transport: UInt8) -> UInt16 {
                while true {
                    let port = UInt16.random(in: 1024...65_535, using: &generator)
                    let slot = slot(client, port, transport, SteeringRule.distributions[0])
                    if slot < bound / 16 { return port }
                }
            }
            let stream = port(IPProtocolNumber.tcp)
            let datagram = port(IPProtocolNumber.udp)
            let slots = SteeringRule.distributions.flatMap { distribution in
                [
                    slot(client, stream, IPProtocolNumber.tcp, distribution),
                    slot(client, datagram, IPProtocolNumber.udp, distribution),
                ]
            }
            return SteeringFlow(
                frame(client, .tcp(source: stream, destination: 443, flags: 2)),
                frame(client, .udp(source: datagram, destination: 443, hasChecksum: true)),
                slots
            )
        }
    }

    private static func client(
        slotsBelow bound: Int,
        _ generator: inout SeededGenerator
    ) -> IPAddress {
        while true {
            let host = UInt32.random(in: 0x0a00_0000...0x0aff_ffff, using: &generator)
            let client = IPAddress(bits: AddressBits(ipv4: host.bigEndian))
            let fits = SteeringRule.distributions.dropFirst().allSatisfy { distribution in
                [IPProtocolNumber.tcp, IPProtocolNumber.udp].allSatisfy {
                    slot(client, 0, $0, distribution) < bound
                }
            }
            if fits { return client }
        }
    }

    private init(_ stream: FrameBuilder, _ datagram: FrameBuilder, _ slots: [Int]) {
        self.slots = slots
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

    private static func slot(
        _ client: IPAddress,
        _ port: UInt16,
        _ transport: UInt8,
        _ distribution: RuleOptions
    ) -> Int {
        var flow = Flow(
            source: client.bits,
            destination: frontend.bits,
            transport: transport,
            length: 0
        )
        flow.sourcePort = BigEndian(port)
        flow.destinationPort = BigEndian(443)
        let rule = SteeringRule(distribution: distribution, isFloating: true, port: 443)
        return FlowHash.slot(of: flow, rule.entry(table: 0, hasFormer: false))
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
