import Addresses
import BPF
import Linux
import PacketFormats
import Planning
import Probing
import Provisioning
import Readiness
import Resources
import Tables

extension Reconciler: Carrier {
    /// Brings the data plane to a valid configuration; a failure leaves it as it was.
    public func carry(_ wanted: ForwardingConfiguration) -> CarryFailure? {
        status.attempt += 1
        defer { writeStatus() }
        do {
            try apply(wanted)
            status.refusal = nil
            return nil
        } catch {
            let failure = CarryFailure(error)
            status.refusal = failure.message
            return failure
        }
    }

    /// What `carry` would change in the tables; nothing is changed.
    public func preview(
        _ wanted: ForwardingConfiguration
    ) -> Result<TableChanges, CarryFailure> {
        do {
            var drains = draining
            let extended = drains.extend(wanted, present: present, now: PinClock.now())
            let (inputs, _) = try inputs(of: extended, session.snapshot())
            return .success(TableChanges(try plan(inputs), from: present))
        } catch {
            return .failure(CarryFailure(error))
        }
    }

    /// The health of the members of each rule that has a probe.
    public func memberHealth() -> [String: [ReportedHealth]] {
        var health: [String: [ReportedHealth]] = [:]
        for rule in configuration?.rules ?? [] {
            health[rule.id] = StatusReport.Member.all(of: rule, health: self.health).map { member in
                ReportedHealth(
                    address: member.address,
                    isUp: member.isUp,
                    reason: member.reason.rawValue,
                    seen: member.seen,
                    readiness: IPAddress(member.address).flatMap {
                        readiness[RuleMember(rule: rule.id, address: $0)]
                    }
                )
            }
        }
        return health
    }

    /// The host's own addresses, and those that have answered it on its segments.
    ///
    /// Frontends are not among them: no machine but this one answers for those.
    public func addressesInUse() -> Set<IPAddress> {
        guard let network = try? session.snapshot() else { return [] }
        let neighbours = network.neighbours.filter {
            !$0.state.isDisjoint(with: [.reachable, .stale, .delay, .probe, .permanent])
        }
        return Set(network.addresses.map(\.address)).union(neighbours.map(\.address))
    }

    /// What the daemon last did and knows.
    public nonisolated var report: StatusReport {
        get async { await draft.report() }
    }
}

extension CarryFailure {
    /// Names the kind of an error of the reconciler.
    init(_ error: any Error) {
        let code =
            switch error as? ReconcileError {
            case .refused: "ConfigurationRefused"
            case .interrupted: "DataPlaneInterrupted"
            case .outsideRanges: "FrontendIPAddressOutsideRanges"
            case .unreachable: "BackendAddressNotReachable"
            case .interfaceMissing: "InterfaceNotFound"
            case .interfaceDown: "InterfaceDown"
            case nil: "DataPlaneFailed"
            }
        self.init(code: code, message: "\(error)")
    }
}

extension TableChanges {
    /// Counts the slots that lead new flows of a rule to another member than before.
    ///
    /// Only of rules that are there before and after: flows of others do not move.
    init(_ plan: Plan, from present: TableImage) {
        var rules: [Rule] = []
        for (key, entry) in plan.image.frontends where entry.options.contains(.hasRule) {
            guard let id = plan.ruleIndices[entry.rule], let before = present.frontends[key],
                before.options.contains(.hasRule),
                let old = present.lookupTables[before.lookupTable],
                let new = plan.image.lookupTables[entry.lookupTable]
            else { continue }
            let moved = zip(old, new).count { before, after in
                let from = present.backends[UInt16(before.current)]?.address
                return from != plan.image.backends[UInt16(after.current)]?.address
            }
            rules.append(Rule(id: id, slotsMoved: moved, slots: new.count))
        }
        self.init(edits: plan.edits.count, rules: rules.sorted { $0.id < $1.id })
    }
}
