import PacketFormats
import Tables

extension Forwarder {
    /// Whether a packet has a problem that it is not steered with; that of a transport that has no
    /// ports is one only where ports matter.
    @inlinable @inline(__always)
    func refusal(of flow: Flow) -> DropReason? {
        flow.problem == .unsupportedTransport ? nil : flow.problem
    }

    /// Drops a packet that cannot be steered, if it is for a frontend; else it is the host's.
    ///
    /// A way of its own, because what is known of such a packet is little, and would have to be
    /// completed to go the way of the others.
    @inlinable @inline(__always)
    func refuse(_ frame: Frame, _ flow: Flow, _ problem: DropReason) -> Verdict {
        if let transit = transitRule(frame) { return drop(transit.pointee.rule, problem) }
        guard let address = tables.frontend(FrontendKey(address: flow.destination)) else {
            return .pass
        }
        return drop(address.pointee.rule, problem)
    }

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
