extension ValidationCode {
    /// What to do about a finding of this kind, in one sentence.
    public var remedy: String { Self.remedies[self] ?? "" }

    private static let remedies: [ValidationCode: String] = [
        .rulesUseSameBackendPortProtocolAndPool:
            "Turn Floating IP on and give each rule its own frontend, or change a backend port.",
        .rulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled:
            "Give each rule a frontend of its own, or choose another backend port.",
        .rulesOfSameLoadBalancerTypeUseSameBackendPortProtocolAndIPConfig:
            "Choose another backend port, or turn Floating IP on for both rules.",
        .invalidResourceReference:
            "Correct the id, or add the document of the resource that it names.",
        .loadBalancerWithoutFrontendIPCantHaveChildResources:
            "Add a frontend IP configuration, or remove the other children.",
        .differentSkuLoadBalancersAndPublicIPAddressNotAllowed:
            "Give both the same sku.name.",
        .privateIPAddressNotInSubnet:
            "Choose an address of the subnet, or correct the reference.",
        .multipleIpConfigsRequestSamePrivateIpAddress:
            "Give each frontend an address of its own.",
        .cannotMixIPBasedAddressesAndIPConfigurationsOnLoadBalancerBackendAddressPool:
            "List all members by IP address, or join all of them through their network interfaces.",
        .duplicateIpConfigurationReferenceOnBackendAddressPool:
            "Remove one of the two entries.",
        .duplicateResourceName:
            "Rename one of them; names compare without regard to case.",
        .ruleMustDisableSNATSinceFrontendIsReferencedByOutboundRule:
            "Set disableOutboundSnat to true on the load-balancing rule.",
        .allocatedOutboundPortsAreNotAMultipleOfEight:
            "Round allocatedOutboundPorts to a multiple of 8.",
        .allocatedOutboundPortsExceedAllowedPortsPerRule:
            "Lower allocatedOutboundPorts, or add frontends to the outbound rule.",
        .allocatedOutboundPortsExceedAvailablePorts:
            "Lower allocatedOutboundPorts, or add frontends to the outbound rule.",
        .moreThanOneOutboundRuleUsingSameFrontendAndProtocol:
            "Give each outbound rule a frontend of its own, or join the two rules.",
        .loadBalancerRuleCountLimitReachedForNic:
            "Take the network interface out of some pools, or join rules.",
        .frontendPortAlreadyInUse:
            "Choose another frontend port, or another frontend.",
        .portOutOfRange:
            "Choose a port in the range that the message names.",
        .idleTimeoutOutOfRange:
            "Choose a time in the range that the message names.",
        .protocolAllRequiresHAPorts:
            "Use protocol All with both ports 0, or protocol Tcp or Udp with ports from 1.",
        .haPortsRequiresInternalStandardLoadBalancer:
            "Use an internal load balancer with sku.name Standard.",
        .haPortsRuleConflictsWithOtherRule:
            "Turn Floating IP on for both rules, or remove one.",
        .floatingIPNotSupportedOnSecondaryIPConfiguration:
            "Put the primary IP configuration into the pool, or give the subnet a NAT gateway.",
        .publicAndPrivateFrontendsCannotBeMixed:
            "Divide it into a public and an internal load balancer.",
        .invalidFrontendIPConfiguration:
            "Give the frontend either a publicIPAddress or a privateIPAddress with its subnet.",
        .frontendIPAddressNotAssigned:
            "Write down privateIPAddress, or ipAddress of the public IP address.",
        .frontendIPAddressInUse:
            "Give each frontend an address of its own.",
        .ipAddressVersionMismatch:
            "Correct the address or its version.",
        .loadBalancerLimitExceeded:
            "Divide it into several load balancers.",
        .inboundNatRulesAndPoolsAreMutuallyExclusive:
            "Keep one of the two kinds.",
        .loadBalancerSkuNotSupported:
            "Use sku.name Standard and sku.tier Regional.",
        .invalidProbe:
            "Correct the member that the message names.",
        .invalidInboundNatRule:
            "Correct the member that the message names.",
        .invalidOutboundRule:
            "Correct the member that the message names.",
        .invalidBackendAddress:
            "Give the member an ipAddress, or a network interface with a private address.",
        .duplicateIPAddressOnBackendAddressPool:
            "Remove one of the two members.",
        .backendAddressIsFrontendAddress:
            "Give the member its own address: the frontend's belongs to the load balancer.",
        .backendAddressFamilyMismatch:
            "Use one pool for each family.",
        .backendAddressNotInVirtualNetwork:
            "Correct the address, or the reference to the virtual network.",
        .backendAddressesInDifferentVirtualNetworks:
            "Use one load balancer for each virtual network.",
        .ruleReferenceMissing:
            "Add the reference that the message names.",
        .moreThanOneBackendAddressPool:
            "Keep one pool, or write one rule for each.",
        .backendPortSharedByLoadBalancerTypes:
            "Use another backend port, or turn Floating IP on for one of the rules.",
        .floatingIPChangesPort:
            "Use the same port on both sides, or route the members' replies through the node.",
        .floatingIPOnInternalIPv6Frontend:
            "Nothing in Apus; in Azure the rule would not work.",
        .tcpResetNotCarriedOut:
            "Expect idle flows of the HA-ports rule to end in silence.",
        .inboundNatNotCarriedOut:
            "Use a load-balancing rule with one member instead.",
        .outboundRulesNotCarriedOut:
            "Let the members' own router translate outbound flows.",
        .ruleHasNoMembers:
            "Add members to the pool.",
        .virtualNetworkNotKnown:
            "Add the document that `az network vnet show` prints.",
        .probePortNotProbed:
            "Choose another port for the probe.",
        .resourceTypeIgnored:
            "Nothing: the resource may stay in the document.",
    ]
}
