import Addresses

extension ConfigurationValidator {
    /// Checks the resources that load balancers refer to, and names those without effect.
    mutating func checkNetworkResources() {
        for entry in inventory.publicIPAddresses { checkPublicIPAddress(entry) }
        for entry in inventory.virtualNetworks {
            checkNames(entry.resource.subnets, of: entry.resource.id, in: entry.source)
        }
        for entry in inventory.networkInterfaces { checkNetworkInterface(entry) }
        for resource in inventory.ignored {
            let message = "Resource \(resource.name) of type \(resource.type) has no effect."
            report(
                ValidationFinding(
                    code: .resourceTypeIgnored,
                    message: message,
                    target: resource.name,
                    source: resource.source
                )
            )
        }
    }

    private mutating func checkPublicIPAddress(_ entry: SourcedResource<PublicIPAddress>) {
        let resource = entry.resource
        checkIdleTimeout(
            resource.idleTimeoutInMinutes,
            in: 4...30,
            of: resource.id,
            source: entry.source
        )
        guard let address = resource.ipAddress, let version = resource.publicIPAddressVersion,
            address.version != version
        else { return }
        let message = """
            Public IP address \(resource.id) has publicIPAddressVersion \(version.rawValue) and \
            the \(address.version.rawValue) address \(address).
            """
        report(.ipAddressVersionMismatch, resource.id, in: entry.source, message)
    }

    private mutating func checkNetworkInterface(_ entry: SourcedResource<NetworkInterface>) {
        checkNames(entry.resource.ipConfigurations, of: entry.resource.id, in: entry.source)
        let pools = Set(index.balancers.flatMap(\.pools.keys))
        let balancers = Set(index.balancers.map(\.resource.id))
        for configuration in entry.resource.ipConfigurations {
            let id = entry.resource.id(of: configuration)
            if let subnet = configuration.subnet {
                checkSubnet(
                    subnet.id,
                    of: id,
                    address: configuration.privateIPAddress,
                    in: entry.source
                )
            }
            for pool in configuration.loadBalancerBackendAddressPools.map(\.id) {
                // A network interface may well serve load balancers of other nodes.
                guard let balancer = pool.parent, balancers.contains(balancer),
                    !pools.contains(pool)
                else { continue }
                let message = Wording.danglingReference(to: pool, from: id)
                report(.invalidResourceReference, id, in: entry.source, message)
            }
            guard let address = configuration.privateIPAddress,
                let version = configuration.privateIPAddressVersion, version != address.version
            else { continue }
            let message = """
                IP configuration \(id) has privateIPAddressVersion \(version.rawValue) and the \
                \(address.version.rawValue) address \(address).
                """
            report(.ipAddressVersionMismatch, id, in: entry.source, message)
        }
    }
}
