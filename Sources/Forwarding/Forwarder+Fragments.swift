import PacketFormats
import Tables

extension Forwarder {
    /// Remembers the ports of a first fragment that was forwarded, for the fragments after it.
    @inlinable @inline(__always)
    func rememberFragment(_ flow: Flow) {
        let entry = FragmentEntry(
            expires: packet.now() &+ Limits.fragmentNanoseconds,
            sourcePort: flow.sourcePort,
            destinationPort: flow.destinationPort,
            transport: flow.transport
        )
        tables.setFragment(flow.fragmentKey, entry)
    }

    /// Gives a later fragment the ports of its datagram's first one.
    ///
    /// A fragment that comes before the first one is not forwarded: where it belongs is not known.
    /// Transports without ports need none, so all their fragments have the same fields to hash.
    @inlinable @inline(__always)
    func recallFragment(_ flow: inout Flow) {
        if let entry = tables.fragment(flow.fragmentKey), entry.expires > packet.now() {
            flow.sourcePort = entry.sourcePort
            flow.destinationPort = entry.destinationPort
            flow.transport = entry.transport
            return
        }
        let hasPorts =
            flow.transport == IPProtocolNumber.tcp || flow.transport == IPProtocolNumber.udp
        let mayHavePorts = hasPorts || isExtension(flow.transport)
        flow.problem = mayHavePorts ? .fragment : .unsupportedTransport
    }
}
