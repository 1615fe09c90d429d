import Logging
import Resources
import Storage

extension Provisioner {
    /// Brings the data plane to what the database has; to be called once, before requests come.
    public func start() async {
        await turn.take()
        let wanted = resources.values.compactMap(\.carried).sorted { $0.id < $1.id }
        let (findings, configuration) = ResourceInventory(wanted).examine()
        if let configuration {
            if let failure = await carrier.carry(configuration) {
                logger.error("the stored configuration is not carried: \(failure.message)")
                waitForNetwork(failure)
            } else {
                carried = configuration
            }
        } else {
            // The rules of this version may be stricter than those of the one that stored it.
            let errors = findings.filter { $0.severity == .error }
            logger.error("the stored configuration is refused:\n\(FindingReport(errors).text)")
        }
        await turn.end()
    }

    /// Says of all load balancers that they are not carried: which of them is in the way is unknown,
    /// and to try them one by one would take the others' rules away meanwhile.
    private func waitForNetwork(_ failure: CarryFailure) {
        for (id, managed) in resources {
            guard case .loadBalancer = managed.resource else { continue }
            note(id) { resource in
                resource.failure = failure
                resource.applied = resource.resource
            }
        }
    }

    /// Tries again what the data plane did not carry, because something has changed that may help.
    public func retry() async {
        let failed = Set(resources.values.filter { $0.failure != nil }.map(\.id))
        guard !failed.isEmpty || carried == nil else { return }
        await turn.take()
        let wanted = resources.values.map(\.resource).sorted { $0.id < $1.id }
        if let configuration = ResourceInventory(wanted).examine().configuration {
            _ = await carryOut(configuration, touched: failed, previous: resources)
        }
        await turn.end()
    }

    /// Carries a configuration out, and notes at its resources what came of it.
    ///
    /// - Parameters:
    ///   - wanted: everything as it was asked for.
    ///   - touched: the resources that are new in it, or changed; they have the failure, if there is one.
    ///   - previous: what the resources were before.
    /// - Returns: why the touched resources are not carried.
    func carryOut(
        _ wanted: ForwardingConfiguration,
        touched: Set<ResourceID>,
        previous: [ResourceID: ManagedResource]
    ) async -> CarryFailure? {
        guard wanted != carried else {
            succeed(touched.union(failing))
            return nil
        }
        for id in touched { note(id) { $0.isUpdating = true } }
        guard let failure = await carrier.carry(wanted) else {
            carried = wanted
            succeed(touched.union(failing))
            return nil
        }
        // Somebody else's failure must not keep this change from being carried.
        if let others = configuration(withoutWishesOf: failing.subtracting(touched)),
            others != wanted, await carrier.carry(others) == nil
        {
            carried = others
            succeed(touched)
            return nil
        }
        fail(touched, failure, previous)
        logger.error("the data plane does not carry the configuration: \(failure.message)")
        return failure
    }

    /// The resources that the data plane does not carry.
    private var failing: Set<ResourceID> {
        Set(resources.values.filter { $0.failure != nil }.map(\.id))
    }

    /// Everything as asked for, but some resources as the data plane has them; `nil` when these are
    /// none, or what is left makes no sense without them.
    private func configuration(
        withoutWishesOf failing: Set<ResourceID>
    ) -> ForwardingConfiguration? {
        guard !failing.isEmpty else { return nil }
        let wanted = resources.values.compactMap {
            failing.contains($0.id) ? $0.applied : $0.resource
        }
        return ResourceInventory(wanted.sorted { $0.id < $1.id }).examine().configuration
    }

    private func succeed(_ ids: Set<ResourceID>) {
        for id in ids {
            let needsRecord = resources[id]?.failure != nil || resources[id]?.applied != nil
            note(id) {
                $0.isUpdating = false
                $0.failure = nil
                $0.applied = nil
            }
            if needsRecord { record(id) }
        }
    }

    private func fail(
        _ touched: Set<ResourceID>,
        _ failure: CarryFailure,
        _ previous: [ResourceID: ManagedResource]
    ) {
        let present = touched.filter { resources[$0] != nil }
        let balancers = present.filter {
            $0.type.lowercased() == LoadBalancer.type.lowercased()
        }
        // The rules are a load balancer's: where one was changed, it is what has failed.
        let failed = balancers.isEmpty ? present : balancers
        for id in present {
            note(id) { resource in
                resource.isUpdating = false
                guard failed.contains(id) else { return }
                resource.failure = failure
                resource.applied = previous[id]?.carried
            }
            record(id)
        }
    }

    /// Writes down what came of a resource; its content is durable already.
    private func record(_ id: ResourceID) {
        guard let resource = resources[id] else { return }
        do {
            try store.commit(saved: [StoredForm.record(resource)], removed: [], audit: [])
        } catch {
            logger.error("cannot write down what came of \(id): \(error)")
        }
    }
}
