import Addresses

extension ConfigurationValidator {
    /// Checks the frontends of a load balancer and what they refer to.
    mutating func checkFrontends(_ balancer: IndexedLoadBalancer) {
        let frontends = balancer.resource.frontendIPConfigurations
        if frontends.contains(where: \.isPublic), frontends.contains(where: \.isPrivate) {
            let message = """
                Load balancer \(balancer.resource.id) has public and private frontend IP \
                configurations; a load balancer is either public or internal.
                """
            report(
                .publicAndPrivateFrontendsCannotBeMixed,
                balancer.resource.id,
                in: balancer.source,
                message
            )
        }
        for frontend in frontends {
            checkKind(frontend, balancer)
            checkPublicAddress(frontend, balancer)
            checkPrivateAddress(frontend, balancer)
            do throws(ValidationFinding) {
                _ = try index.address(of: frontend, in: balancer)
            } catch {
                report(error)
            }
        }
        warnAboutUnknownNetworks(balancer)
    }

    private mutating func checkKind(
        _ frontend: FrontendIPConfiguration,
        _ balancer: IndexedLoadBalancer
    ) {
        guard frontend.isPublic, frontend.isPrivate else { return }
        let id = balancer.resource.id(of: frontend)
        let message = """
            Frontend \(id) has a public IP address and a private one; it may have one of \
            them.
            """
        report(.invalidFrontendIPConfiguration, id, in: balancer.source, message)
    }

    private mutating func checkPublicAddress(
        _ frontend: FrontendIPConfiguration,
        _ balancer: IndexedLoadBalancer
    ) {
        guard let reference = frontend.publicIPAddress,
            let address = index.network.publicIPAddresses[reference.id],
            address.skuName != balancer.resource.skuName
        else { return }
        let message = """
            Different sku load balancers and public IP addresses are not allowed: load balancer \
            \(balancer.resource.id) has sku \(balancer.resource.skuName.rawValue) and public IP \
            address \(address.id) has sku \(address.skuName.rawValue).
            """
        report(
            .differentSkuLoadBalancersAndPublicIPAddressNotAllowed,
            balancer.resource.id(of: frontend),
            in: balancer.source,
            message
        )
    }

    private mutating func checkPrivateAddress(
        _ frontend: FrontendIPConfiguration,
        _ balancer: IndexedLoadBalancer
    ) {
        let id = balancer.resource.id(of: frontend)
        if let subnet = frontend.subnet {
            checkSubnet(subnet.id, of: id, address: frontend.privateIPAddress, in: balancer.source)
        }
        guard let address = frontend.privateIPAddress,
            let version = frontend.privateIPAddressVersion, version != address.version
        else { return }
        let message = """
            Frontend \(id) has privateIPAddressVersion \(version.rawValue) and the \
            \(address.version.rawValue) address \(address).
            """
        report(.ipAddressVersionMismatch, id, in: balancer.source, message)
    }

    /// Checks that a subnet exists in its virtual network, when that is known, and has the address.
    mutating func checkSubnet(
        _ subnet: ResourceID,
        of referrer: ResourceID,
        address: IPAddress?,
        in source: String
    ) {
        guard let known = index.network.subnets[subnet] else {
            guard let parent = subnet.parent, index.network.virtualNetworks[parent] != nil else {
                return
            }
            let message = Wording.danglingReference(to: subnet, from: referrer)
            report(.invalidResourceReference, referrer, in: source, message)
            return
        }
        guard let address, !known.prefixes.isEmpty,
            !known.prefixes.contains(where: { $0.contains(address) })
        else { return }
        let prefixes = known.prefixes.map(\.description).joined(separator: ", ")
        let message = """
            Private static IP address \(address) of \(referrer) does not belong to the range of \
            subnet prefix \(prefixes) of \(subnet).
            """
        report(.privateIPAddressNotInSubnet, referrer, in: source, message)
    }

    private mutating func warnAboutUnknownNetworks(_ balancer: IndexedLoadBalancer) {
        let subnets = balancer.resource.frontendIPConfigurations.compactMap(\.subnet)
        let frontends = subnets.compactMap(\.id.parent)
        let members = balancer.pools.values.flatMap(\.members).compactMap(\.virtualNetwork)
        let unknown = Set(frontends + members).filter {
            index.network.virtualNetworks[$0] == nil
        }
        for network in unknown.sorted() {
            let message = """
                Load balancer \(balancer.resource.id) refers to virtual network \(network), which \
                is in no document: its addresses are not checked against the network.
                """
            report(.virtualNetworkNotKnown, balancer.resource.id, in: balancer.source, message)
        }
    }
}
