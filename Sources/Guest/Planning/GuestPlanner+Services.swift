import Addresses
import Resources

extension GuestPlanner {
    /// Whether something serves the frontend, and the health probe.
    mutating func examineServices(_ frontend: GuestFrontend) {
        for service in frontend.services where service.transport != .all {
            examine(service, at: frontend.address)
        }
    }

    private mutating func examine(_ service: GuestService, at address: IPAddress) {
        let name = "\(service.transportName) \(service.port)"
        let subject = "service at \(address) \(name)"
        let own = requirement.memberAddresses
        func serves(_ target: IPAddress) -> Bool {
            state.listeners.contains { $0.serves(service.transport, target, service.port) }
        }
        let servesOwn = own.filter(serves)
        if serves(address) {
            items.append(GuestItem(subject, .ok, "listening"))
        } else if let first = servesOwn.first {
            items.append(
                GuestItem(
                    subject,
                    .missing,
                    "the service is bound to \(first) only: let it listen on \(address) or on every "
                        + "address"
                )
            )
        } else {
            let evidence = "nothing listens on \(name): start the service"
            items.append(GuestItem(subject, .missing, evidence))
        }
        examineProbe(of: service, at: address)
    }

    /// The probe asks the guest's own address, never the frontend.
    private mutating func examineProbe(of service: GuestService, at address: IPAddress) {
        guard let port = service.probePort else { return }
        let members = requirement.memberAddresses.filter { $0.version == address.version }
        for member in members {
            let subject = "health probe at \(member) tcp \(port)"
            guard !items.contains(where: { $0.subject == subject }) else { continue }
            let listeners = state.listeners.filter { $0.transport == .tcp && $0.port == port }
            if listeners.contains(where: { $0.serves(.tcp, member, port) }) {
                items.append(GuestItem(subject, .ok, "listening"))
            } else if let other = listeners.first {
                items.append(
                    GuestItem(
                        subject,
                        .missing,
                        "the service is bound to \(other.address) only, and the probe asks \(member): "
                            + "let it listen there too"
                    )
                )
            } else {
                let evidence = "nothing listens on tcp \(port): the probe finds the guest down"
                items.append(GuestItem(subject, .missing, evidence))
            }
        }
    }
}
