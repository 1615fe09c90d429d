import Addresses
import BPF
import Linux
import Logging
import PacketFormats
import Planning
import Resources
import TableStorage
import Tables

extension Reconciler {
    /// Plans a configuration against the present tables and applies the differences in their order.
    func apply(_ documented: ForwardingConfiguration) throws {
        let wanted = draining.extend(documented, present: present, now: PinClock.now())
        let network = try session.snapshot()
        let (inputs, toResolve) = try inputs(of: wanted, network)
        unresolved = toResolve.filter { inputs.deliveries[$0.key]?.isResolved != true }
        if inputs != planned || !retiredFormers.isEmpty {
            noteEthernetChanges(inputs.deliveries)
            try carryOut(inputs)
        }
        if documented.probes != configuration?.probes { probesChanged.yield(documented.probes) }
        configuration = documented
        updateFrontends(wanted, network)
        updateSurvey(inputs, network)
        // At once, not at the next tick: new members should be reachable without a second's wait.
        tick()
    }

    /// Plans what is applied anew by the health and readiness of its members alone.
    ///
    /// The host's network is as it was when it was last looked at: a change of it comes by itself. And
    /// a look takes as long as the plan, while clients still reach the member that failed.
    func applyHealth(to configuration: ForwardingConfiguration) throws {
        guard var inputs = planned, waiting == nil, retiredFormers.isEmpty else {
            return try apply(configuration)
        }
        inputs.down = down
        inputs.notReady = notReady(in: inputs.configuration)
        if inputs != planned { try carryOut(inputs) }
    }

    /// What a plan depends on, and the members to ask the segment for.
    func inputs(
        of wanted: ForwardingConfiguration,
        _ network: NetworkSnapshot
    ) throws -> (inputs: PlannedInputs, toResolve: [IPAddress: UInt32]) {
        let interfaces = try nodeInterfaces(network)
        try checkRanges(wanted)
        let deliveries = memberDeliveries(wanted, network)
        guard deliveries.unreachable.isEmpty else {
            throw ReconcileError.unreachable(deliveries.unreachable)
        }
        let inputs = PlannedInputs(
            configuration: wanted,
            down: down,
            notReady: notReady(in: wanted),
            nodeAddresses: nodeAddresses(network, without: wanted),
            interfaces: interfaces,
            deliveries: deliveries.deliveries
        )
        return (inputs, deliveries.toResolve)
    }

    /// The tables that inputs lead to from the present ones.
    func plan(_ inputs: PlannedInputs) throws -> Plan {
        try Planner.plan(
            PlanningInput(
                configuration: inputs.configuration,
                interfaces: inputs.interfaces,
                deliveries: inputs.deliveries,
                hashSeed: node.hashSeed,
                down: inputs.down,
                notReady: inputs.notReady,
                internalFrontendsAnswerEcho: node.internalFrontendsAnswerEcho,
                nodeAddresses: inputs.nodeAddresses,
                retiredFormers: retiredFormers,
                present: present
            ),
            remembering: &maglevTables
        )
    }

    /// Plans and edits; the host's network changes far more often than what a plan depends on.
    private func carryOut(_ inputs: PlannedInputs) throws {
        let keepsMembers = inputs.differByHealthAlone(from: planned)
        planned = nil
        let wanted = inputs.configuration
        let interfaces = inputs.interfaces
        let plan = try plan(inputs)
        try prepareHost(for: wanted)
        // Before the tables: an interface that cannot run the program leaves everything as it was,
        // and a program without rules passes every frame.
        try attach(interfaces)
        let drained = try pinsOfDrainedMembers(plan)
        try make(plan.edits)
        try dataPlane.detach(allBut: interfaces.map(\.name))
        retiredFormers = []
        // A look at a million places for pins, which no failing member needs to wait for.
        if !keepsMembers { try removePinsOfFormerMembers(plan) }
        reset(drained)
        ruleIndices = plan.ruleIndices
        reported = inputs
        planned = inputs
    }

    func memberDeliveries(
        _ configuration: ForwardingConfiguration,
        _ network: NetworkSnapshot
    ) -> MemberDeliveries {
        var known: [IPAddress: MemberDelivery] = [:]
        for entry in present.backends.values where entry.destination != .unknown {
            known[IPAddress(bits: entry.address)] = .resolved(
                interface: entry.interface,
                source: entry.source,
                destination: entry.destination,
                vlan: entry.vlan
            )
        }
        return MemberDeliveries(
            members: configuration.memberAddresses,
            network: network,
            interfaces: node.interfaces,
            known: known
        )
    }

    /// The addresses that the node's own connections come from; a frontend's, on a node that is a
    /// member itself, is its clients' as any other.
    private func nodeAddresses(
        _ network: NetworkSnapshot,
        without wanted: ForwardingConfiguration
    ) -> Set<IPAddress> {
        Set(network.addresses.map(\.address)).subtracting(wanted.frontends.map(\.address))
    }

    private func nodeInterfaces(_ network: NetworkSnapshot) throws -> [NodeInterface] {
        try node.interfaces.map { name in
            guard let interface = network.interface(named: name) else {
                throw ReconcileError.interfaceMissing(name, network.interfaces.map(\.name))
            }
            // An interface may go down for a while, but traffic cannot begin on one that is.
            guard interface.isUp || attached[name] != nil else {
                throw ReconcileError.interfaceDown(name)
            }
            return NodeInterface(
                index: interface.index,
                name: name,
                ethernet: interface.ethernetAddress,
                mtu: interface.mtu
            )
        }
    }

    private func checkRanges(_ wanted: ForwardingConfiguration) throws {
        guard !node.addressRanges.isEmpty else { return }
        let outside = wanted.frontends.map(\.address).filter { address in
            !node.addressRanges.contains { $0.contains(address) }
        }
        guard outside.isEmpty else { throw ReconcileError.outsideRanges(outside) }
    }

    private func attach(_ interfaces: [NodeInterface]) throws {
        for interface in interfaces where attached[interface.name] != interface.index {
            try dataPlane.attach(
                interface: interface.index,
                name: interface.name,
                mode: node.mode
            )
            attached[interface.name] = interface.index
            logger.notice(
                "packet program attached",
                metadata: ["interface": "\(interface.name)", "mode": "\(node.mode.rawValue)"]
            )
        }
    }

    /// Makes edits in their order; one that fails leaves the ones before it made.
    private func make(_ edits: [TableEdit]) throws {
        for (number, edit) in edits.enumerated() {
            do {
                try dataPlane.maps.apply(edit)
            } catch {
                throw ReconcileError.interrupted(made: number, of: edits.count, reason: "\(error)")
            }
            present.apply(edit)
            noteTableChange(edit)
        }
    }

    private func prepareHost(for wanted: ForwardingConfiguration) throws {
        let restored = wanted.rules.filter {
            !$0.isFloatingIPEnabled || ($0.transport != .all && $0.backendPort != $0.frontendPort)
        }
        guard !restored.isEmpty, node.managesHostForwarding else { return }
        let settings = HostForwarding.required(
            interfaces: node.interfaces,
            hasIPv6: restored.contains { $0.frontend.version == .ipv6 }
        )
        for change in try HostForwarding.apply(settings) {
            logger.notice("host forwarding, for replies of rules without floating IP: \(change)")
        }
    }
}

extension MemberDelivery {
    /// Whether frames can be sent to the member.
    var isResolved: Bool {
        if case .unresolved = self { return false }
        return true
    }
}
