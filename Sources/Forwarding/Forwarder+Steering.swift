import PacketFormats
import Tables

extension Forwarder {
    /// Finds the rule of a packet: by the next-hop frontend that it was sent to, else by destination.
    ///
    /// Delivery has a single call here, because each call is a copy of it in the packet program.
    @inlinable @inline(__always)
    func steer(_ frame: Frame, _ network: NetworkHeader, _ flow: Flow) -> Verdict {
        if flow.isEchoRequest,
            let address = tables.frontend(FrontendKey(address: flow.destination))
        {
            return answerEcho(frame, network, flow, address)
        }
        let rule: UnsafeMutablePointer<FrontendEntry>
        var travelsThrough = false
        if let transit = transitRule(frame) {
            // An appliance gets any transport: those without ports are spread by address.
            if let problem = flow.problem, problem != .unsupportedTransport {
                return drop(transit.pointee.rule, problem)
            }
            travelsThrough = true
            rule = transit
        } else if flow.problem == nil, let exact = tables.frontend(exactKey(flow)) {
            rule = exact
        } else {
            guard let address = tables.frontend(FrontendKey(address: flow.destination)) else {
                return flow.problem == nil ? restoreReply(network, flow) : .pass
            }
            if let problem = flow.problem { return drop(address.pointee.rule, problem) }
            guard address.pointee.options.contains(.hasRule) else {
                return drop(address.pointee.rule, .noMatchingRule)
            }
            rule = address
        }
        return deliver(frame, network, flow, rule, travelsThrough)
    }

    @inlinable @inline(__always)
    func transitRule(_ frame: Frame) -> UnsafeMutablePointer<FrontendEntry>? {
        let destination = frame.ethernet.pointee.destination
        guard TransitAddress.matches(destination) else { return nil }
        return tables.transit(TransitKey(destination))
    }

    @inlinable @inline(__always)
    func exactKey(_ flow: Flow) -> FrontendKey {
        FrontendKey(
            address: flow.destination,
            port: flow.destinationPort,
            transport: flow.transport
        )
    }
}
