import Addresses
import Resources

extension GuestPlanner {
    /// Whether the guest's own firewall lets clients reach the frontend's ports.
    mutating func examineFirewall(_ frontend: GuestFrontend) {
        let recorded = openings.filter { $0.address == frontend.address }
        for service in frontend.services {
            // An opening stays for as long as the service that it was made for.
            for opening in recorded
            where opening.port == service.port && opening.transport == service.transport {
                kept.insert(GuestChange.open(opening).subject)
            }
            examine(service, at: frontend.address)
        }
    }

    private var openings: [FirewallOpening] {
        record.changes.compactMap { if case .open(let opening) = $0 { opening } else { nil } }
    }

    private mutating func examine(_ service: GuestService, at address: IPAddress) {
        let port = service.transport == .all ? "" : " \(service.port)"
        let subject = "firewall for \(address) \(service.transportName)\(port)"
        guard let firewall = state.firewall else {
            let evidence = "the rules could not be read: run it as root"
            items.append(GuestItem(subject, .warning, evidence))
            return
        }
        let interfaces = memberInterfaces
        let obstacles = firewall.obstacles(
            for: .init(
                address: address,
                transport: service.transport,
                port: service.port,
                interface: interfaces.count == 1 ? interfaces.first : nil
            )
        )
        if obstacles.isEmpty { items.append(GuestItem(subject, .ok, "nothing drops it")) }
        for obstacle in obstacles { examine(obstacle, subject, service, address) }
    }

    private mutating func examine(
        _ obstacle: FirewallRules.Decision,
        _ subject: String,
        _ service: GuestService,
        _ address: IPAddress
    ) {
        let chain: FirewallChain
        let isCertain: Bool
        switch obstacle {
        case .accepted: return
        case .dropped(let by): (chain, isCertain) = (by, true)
        case .undecided(let by): (chain, isCertain) = (by, false)
        }
        let verb = isCertain ? "drops" : "may drop"
        let evidence = "chain \(chain.table) \(chain.name) \(verb) it"
        let status: GuestItem.Status = isCertain ? .missing : .warning
        guard chain.takesOpenings else {
            let reason = "\(evidence), before ports are opened"
            items.append(GuestItem(subject, status, reason))
            return
        }
        let opening = FirewallOpening(
            place: chain.place,
            address: address,
            transport: service.transport,
            port: service.port
        )
        let change = GuestChange.open(opening)
        guard !kept.contains(change.subject) || isCertain else {
            items.append(GuestItem(subject, .ok, "opened by Apus"))
            return
        }
        items.append(GuestItem(subject, status, evidence, command: change.command))
        if options.opensFirewall { steps.append(GuestStep(change, because: evidence)) }
    }
}
