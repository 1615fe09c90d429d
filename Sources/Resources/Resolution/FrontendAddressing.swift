import Addresses

extension InventoryIndex {
    /// The address that a frontend listens on; `nil` for one that has a range for outbound rules
    /// only.
    ///
    /// The error says why the documents do not tell the address.
    func address(
        of frontend: FrontendIPConfiguration,
        in balancer: IndexedLoadBalancer
    ) throws(ValidationFinding) -> IPAddress? {
        let id = balancer.resource.id(of: frontend)
        func finding(_ code: ValidationCode, _ message: String) -> ValidationFinding {
            ValidationFinding(
                code: code,
                message: message,
                target: id.description,
                source: balancer.source
            )
        }
        if let reference = frontend.publicIPAddress {
            guard let publicAddress = network.publicIPAddresses[reference.id] else {
                let message = Wording.danglingReference(to: reference.id, from: id)
                throw finding(.invalidResourceReference, message)
            }
            guard let address = publicAddress.ipAddress else {
                let message = """
                    The public IP address \(reference.id) of frontend \(id) has no \
                    ipAddress.
                    """
                throw finding(.frontendIPAddressNotAssigned, message)
            }
            return address
        }
        if let address = frontend.privateIPAddress { return address }
        if frontend.publicIPPrefix != nil { return nil }
        guard frontend.subnet != nil else {
            let message = "Frontend \(id) has neither a public IP address nor a private one."
            throw finding(.invalidFrontendIPConfiguration, message)
        }
        let method = frontend.privateIPAllocationMethod ?? .dynamic
        let message = """
            Frontend \(id) has allocation method \(method.rawValue) and no privateIPAddress: Apus \
            does not choose addresses.
            """
        throw finding(.frontendIPAddressNotAssigned, message)
    }

    /// The address that a frontend listens on, when the documents tell it.
    func knownAddress(
        of frontend: FrontendIPConfiguration,
        in balancer: IndexedLoadBalancer
    ) -> IPAddress? {
        do throws(ValidationFinding) {
            return try address(of: frontend, in: balancer)
        } catch {
            return nil
        }
    }
}
