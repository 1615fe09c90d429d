/// The flows that one appliance saw, by direction.
struct ApplianceTrace {
    /// A flow, told by its two ports; the client and the server are always the same.
    struct Flow: Hashable {
        let clientPort: UInt16
        let serverPort: UInt16
    }

    /// The flows with packets to the server.
    private(set) var toServer: Set<Flow> = []
    /// The flows with packets from the server.
    private(set) var back: Set<Flow> = []

    /// The flows with packets of either direction.
    var flows: Set<Flow> { toServer.union(back) }

    /// Sorts the packets that an appliance received and sent.
    init(_ packets: [CapturedPacket], server: String) {
        for packet in packets {
            let (source, destination) = (packet.source, packet.destination)
            if destination.address == server {
                toServer.insert(Flow(clientPort: source.port, serverPort: destination.port))
            } else if source.address == server {
                back.insert(Flow(clientPort: destination.port, serverPort: source.port))
            }
        }
    }
}
