import Addresses

extension ConfigurationValidator {
    private struct Listener {
        let id: ResourceID
        let frontend: FrontendIPConfiguration
    }

    /// Checks that no two frontends have one address, and no member has a frontend's address.
    mutating func checkAddressesInUse() {
        var listeners: [IPAddress: Listener] = [:]
        for balancer in index.balancers {
            for frontend in balancer.resource.frontendIPConfigurations {
                guard let address = index.knownAddress(of: frontend, in: balancer) else { continue }
                let listener = Listener(id: balancer.resource.id(of: frontend), frontend: frontend)
                guard let earlier = listeners[address] else {
                    listeners[address] = listener
                    continue
                }
                guard earlier.id != listener.id else { continue }
                reportSharedAddress(address, earlier, listener, in: balancer.source)
            }
        }
        for balancer in index.balancers {
            for pool in balancer.pools.values.sorted(by: { $0.id < $1.id }) {
                for member in pool.members {
                    guard let address = member.address, let listener = listeners[address] else {
                        continue
                    }
                    let message = """
                        Backend address \(member.id) of pool \(pool.id) has IP address \(address), \
                        which belongs to frontend \(listener.id).
                        """
                    report(
                        .backendAddressIsFrontendAddress,
                        member.id,
                        in: balancer.source,
                        message
                    )
                }
            }
        }
    }

    private mutating func reportSharedAddress(
        _ address: IPAddress,
        _ first: Listener,
        _ second: Listener,
        in source: String
    ) {
        guard first.frontend.isPrivate, second.frontend.isPrivate else {
            let message = """
                Frontends \(first.id) and \(second.id) have the same IP address \
                \(address).
                """
            return report(.frontendIPAddressInUse, second.id, in: source, message)
        }
        let message = """
            IP configuration \(second.id) is requesting the same private IP address \(address) as \
            IP configuration \(first.id). Private IP address \(address) can be assigned to only \
            one IP configuration.
            """
        report(.multipleIpConfigsRequestSamePrivateIpAddress, second.id, in: source, message)
    }
}
