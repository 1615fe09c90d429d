import Addresses
import PacketFormats
import Planning
import Tables

/// A TCP connection that both ends are to be told the end of.
struct FlowReset: Equatable {
    /// The segment that the client gets, from the frontend.
    let toClient: ResetSegment
    /// The segment that the member gets, from the client.
    let toMember: ResetSegment
    /// How frames reach the member.
    let backend: BackendEntry

    /// The flows among pins that were silent for the idle timeout of a rule with `enableTcpReset`.
    static func idle(_ pins: [FlowKey: PinEntry], image: TableImage, now: UInt64) -> [FlowReset] {
        resets(of: pins.filter { $0.value.expires <= now }, image) { rule in
            rule.options.contains(.resetsIdleFlows)
        }
    }

    /// The flows among pins that are still going on.
    static func drained(_ pins: [FlowKey: PinEntry], image: TableImage, now: UInt64)
        -> [FlowReset]
    {
        resets(of: pins.filter { $0.value.expires > now }, image) { _ in true }
    }

    private static func resets(
        of pins: [FlowKey: PinEntry],
        _ image: TableImage,
        _ isReset: (FrontendEntry) -> Bool
    ) -> [FlowReset] {
        guard !pins.isEmpty else { return [] }
        var rules: [UInt32: (key: FrontendKey, entry: FrontendEntry)] = [:]
        for (key, entry) in image.frontends where entry.options.contains(.hasRule) {
            rules[entry.rule] = (key, entry)
        }
        return pins.compactMap { flow, pin in
            // An appliance's flows end at both their ends by themselves.
            guard let rule = rules[UInt32(flow.rule)], rule.key.transport == IPProtocolNumber.tcp,
                isReset(rule.entry)
            else { return nil }
            return FlowReset(flow, pin, frontend: rule.key, image.backends[pin.backend])
        }
    }

    /// The resets of one flow; `nil` when it is closing by itself, or its numbers are not known.
    init?(_ flow: FlowKey, _ pin: PinEntry, frontend: FrontendKey, _ backend: BackendEntry?) {
        guard let backend, !pin.options.contains(.isClosing), pin.acknowledgement != 0 else {
            return nil
        }
        let isForward = flow.second == frontend.address
        let client = IPAddress(bits: isForward ? flow.first : flow.second)
        let clientPort = (isForward ? flow.firstPort : flow.secondPort).value
        let address = IPAddress(bits: frontend.address)
        let written = pin.backendPort.bits == 0 ? frontend.port : pin.backendPort
        toClient = ResetSegment(
            source: address,
            destination: client,
            sourcePort: frontend.port.value,
            destinationPort: clientPort,
            sequence: pin.acknowledgement,
            acknowledgement: pin.sequence
        )
        let isKept = pin.options.contains(.keepsAddress)
        toMember = ResetSegment(
            source: client,
            destination: isKept ? address : IPAddress(bits: backend.address),
            sourcePort: clientPort,
            destinationPort: written.value,
            sequence: pin.sequence,
            acknowledgement: pin.acknowledgement
        )
        self.backend = backend
    }
}
