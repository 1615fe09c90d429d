/// What kind of problem a finding is about.
///
/// Most raw values are Azure's own error codes. Where no public document shows Azure's code, the
/// case says so and the raw value is Apus's, named in Azure's manner.
public enum ValidationCode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Two rules without Floating IP use one protocol and backend port of one pool.
    ///
    /// Seen in azure-docs#94673 and #117762.
    case rulesUseSameBackendPortProtocolAndPool = "RulesUseSameBackendPortProtocolAndPool"
    /// Two floating rules use one protocol, backend port, pool and frontend.
    ///
    /// Seen in kubernetes-sigs/cloud-provider-azure#521.
    case rulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled =
        "RulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled"
    /// Rules of load balancers of one type use one protocol and backend port of one member.
    ///
    /// Seen in hashicorp/terraform#15923.
    case rulesOfSameLoadBalancerTypeUseSameBackendPortProtocolAndIPConfig =
        "RulesOfSameLoadBalancerTypeUseSameBackendPortProtocolAndIPConfig"
    /// A reference names a resource that is in no document.
    case invalidResourceReference = "InvalidResourceReference"
    /// A load balancer has pools, rules or probes and no frontend.
    case loadBalancerWithoutFrontendIPCantHaveChildResources =
        "LoadBalancerWithoutFrontendIPCantHaveChildResources"
    /// A load balancer and its public IP address are of different product levels.
    case differentSkuLoadBalancersAndPublicIPAddressNotAllowed =
        "DifferentSkuLoadBalancersAndPublicIPAddressNotAllowed"
    /// A private address lies outside the subnet that it names.
    case privateIPAddressNotInSubnet = "PrivateIPAddressNotInSubnet"
    /// Two frontends ask for one private address.
    ///
    /// Seen in Azure/sap-hana#552.
    case multipleIpConfigsRequestSamePrivateIpAddress =
        "MultipleIpConfigsRequestSamePrivateIpAddress"
    /// A pool has members by IP address and members by network interface.
    case cannotMixIPBasedAddressesAndIPConfigurationsOnLoadBalancerBackendAddressPool =
        "CannotMixIPBasedAddressesAndIPConfigurationsOnLoadBalancerBackendAddressPool"
    /// A pool names one IP configuration twice.
    ///
    /// Seen in terraform-provider-azurerm#7691, as a detail of `InvalidRequestFormat`.
    case duplicateIpConfigurationReferenceOnBackendAddressPool =
        "DuplicateIpConfigurationReferenceOnBackendAddressPool"
    /// Two children of one collection have the same name.
    ///
    /// Seen in Azure/migAz#218, as a detail of `InvalidRequestFormat`.
    case duplicateResourceName = "DuplicateResourceName"
    /// A rule translates outbound on a frontend that an outbound rule uses.
    case ruleMustDisableSNATSinceFrontendIsReferencedByOutboundRule =
        "LoadBalancingRuleMustDisableSNATSinceSameFrontendIPConfigurationIsReferencedByOutboundRule"
    /// An outbound rule's port count is not a multiple of eight.
    case allocatedOutboundPortsAreNotAMultipleOfEight =
        "SpecifiedAllocatedOutboundPortsForOutboundRuleIsNotAMultipleOfEight"
    /// An outbound rule gives one member more ports than its addresses have.
    case allocatedOutboundPortsExceedAllowedPortsPerRule =
        "SpecifiedAllocatedOutboundPortsForOutboundRuleExceedsTotalNumberOfAllowedPortsPerRule"
    /// An outbound rule gives all members together more ports than its addresses have.
    case allocatedOutboundPortsExceedAvailablePorts =
        "SpecifiedAllocatedOutboundPortsForOutboundRuleExceedsTotalNumberOfAvailablePorts"
    /// Two outbound rules use one frontend and protocol.
    case moreThanOneOutboundRuleUsingSameFrontendAndProtocol =
        "MoreThanOneOutboundRuleUsingSameFrontendIPConfigurationAndProtocolIsNotSupported"
    /// More than 300 rules lead to one network interface.
    case loadBalancerRuleCountLimitReachedForNic = "LoadBalancerRuleCountLimitReachedForNic"
    /// Two rules take one protocol and port of one frontend.
    ///
    /// Azure's own code is unconfirmed.
    case frontendPortAlreadyInUse = "FrontendPortAlreadyInUse"
    /// A port lies outside the range that its member allows.
    ///
    /// Azure's own code is unconfirmed.
    case portOutOfRange = "PortOutOfRange"
    /// An idle timeout lies outside the range that its resource allows.
    ///
    /// Azure's own code is unconfirmed.
    case idleTimeoutOutOfRange = "IdleTimeoutOutOfRange"
    /// Protocol All comes with a port, or port 0 without protocol All.
    ///
    /// Azure's own code is unconfirmed.
    case protocolAllRequiresHAPorts = "ProtocolAllRequiresHAPorts"
    /// An HA-ports rule is on a public or Basic load balancer.
    ///
    /// Azure's own code is unconfirmed.
    case haPortsRequiresInternalStandardLoadBalancer = "HAPortsRequiresInternalStandardLoadBalancer"
    /// An HA-ports rule stands beside a rule that it may not stand beside.
    ///
    /// Azure's own code is unconfirmed.
    case haPortsRuleConflictsWithOtherRule = "HAPortsRuleConflictsWithOtherRule"
    /// A floating rule leads to a secondary IP configuration.
    ///
    /// Azure's own code is unconfirmed.
    case floatingIPNotSupportedOnSecondaryIPConfiguration =
        "FloatingIPNotSupportedOnSecondaryIPConfiguration"
    /// One load balancer has public and private frontends.
    ///
    /// Azure's own code is unconfirmed.
    case publicAndPrivateFrontendsCannotBeMixed = "PublicAndPrivateFrontendsCannotBeMixed"
    /// A frontend has no address to listen on, or two kinds of them.
    ///
    /// Azure's own code is unconfirmed.
    case invalidFrontendIPConfiguration = "InvalidFrontendIPConfiguration"
    /// A frontend's address is not written in any document.
    ///
    /// Azure's own code is unconfirmed.
    case frontendIPAddressNotAssigned = "FrontendIPAddressNotAssigned"
    /// Two frontends have the same address.
    ///
    /// Azure's own code is unconfirmed.
    case frontendIPAddressInUse = "FrontendIPAddressInUse"
    /// An address is not of the family that stands beside it.
    ///
    /// Azure's own code is unconfirmed.
    case ipAddressVersionMismatch = "IPAddressVersionMismatch"
    /// A load balancer has more children than Azure allows.
    ///
    /// 600 frontends, 1,500 load-balancing and inbound NAT rules, 600 outbound rules and
    /// 5,000 members in a pool (Azure's Standard Load Balancer limits). Azure's own code is
    /// unconfirmed.
    case loadBalancerLimitExceeded = "LoadBalancerLimitExceeded"
    /// A load balancer has inbound NAT rules and inbound NAT pools.
    ///
    /// Azure's own code is unconfirmed.
    case inboundNatRulesAndPoolsAreMutuallyExclusive = "InboundNatRulesAndPoolsAreMutuallyExclusive"
    /// A load balancer is of the Gateway level or the Global tier.
    ///
    /// Azure accepts this; Apus does not carry it out.
    case loadBalancerSkuNotSupported = "LoadBalancerSkuNotSupported"
    /// A health probe's members do not fit together.
    ///
    /// Azure's own code is unconfirmed.
    case invalidProbe = "InvalidProbe"
    /// An inbound NAT rule's or pool's members do not fit together.
    ///
    /// Azure's own code is unconfirmed.
    case invalidInboundNatRule = "InvalidInboundNatRule"
    /// An outbound rule's members do not fit together.
    ///
    /// Azure's own code is unconfirmed.
    case invalidOutboundRule = "InvalidOutboundRule"
    /// A member of a pool has no address.
    ///
    /// Azure's own code is unconfirmed.
    case invalidBackendAddress = "InvalidBackendAddress"
    /// A pool has one address twice.
    ///
    /// Azure's own code is unconfirmed.
    case duplicateIPAddressOnBackendAddressPool = "DuplicateIPAddressOnBackendAddressPool"
    /// A member has the address of a frontend.
    ///
    /// Azure's own code is unconfirmed.
    case backendAddressIsFrontendAddress = "BackendAddressIsFrontendAddress"
    /// A rule leads from a frontend of one address family to members of the other.
    ///
    /// Azure's own code is unconfirmed.
    case backendAddressFamilyMismatch = "BackendAddressFamilyMismatch"
    /// A member's address lies outside its virtual network.
    ///
    /// Azure's own code is unconfirmed.
    case backendAddressNotInVirtualNetwork = "BackendAddressNotInVirtualNetwork"
    /// The members of one load balancer are in several virtual networks.
    ///
    /// Azure's own code is unconfirmed.
    case backendAddressesInDifferentVirtualNetworks = "BackendAddressesInDifferentVirtualNetworks"
    /// A rule lacks a reference that it cannot do without.
    ///
    /// Azure's own code is unconfirmed.
    case ruleReferenceMissing = "RuleReferenceMissing"
    /// A rule has several pools, which only gateway load balancers allow.
    ///
    /// Azure's own code is unconfirmed.
    case moreThanOneBackendAddressPool = "MoreThanOneBackendAddressPool"
    /// A public and an internal load balancer share a member's backend port without Floating IP.
    ///
    /// Azure accepts this. Apus finds the rule of a reply by the member's address, backend
    /// port and protocol alone, so it cannot.
    case backendPortSharedByLoadBalancerTypes = "BackendPortSharedByLoadBalancerTypes"
    /// A floating rule's backend port differs from its frontend port.
    case floatingIPChangesPort = "FloatingIPChangesPort"
    /// A floating rule is on an internal IPv6 frontend.
    case floatingIPOnInternalIPv6Frontend = "FloatingIPOnInternalIPv6Frontend"
    /// enableTcpReset of HA-ports rules is not carried out.
    case tcpResetNotCarriedOut = "TcpResetNotCarriedOut"
    /// Inbound NAT rules and pools are stored and not carried out yet.
    case inboundNatNotCarriedOut = "InboundNatNotCarriedOut"
    /// Outbound rules are stored and not carried out yet.
    case outboundRulesNotCarriedOut = "OutboundRulesNotCarriedOut"
    /// A rule has no pool or an empty one, so its packets are dropped.
    case ruleHasNoMembers = "RuleHasNoMembers"
    /// A virtual network is in no document, so addresses are not checked against it.
    case virtualNetworkNotKnown = "VirtualNetworkNotKnown"
    /// Azure does not probe this port over HTTP.
    case probePortNotProbed = "ProbePortNotProbed"
    /// A resource is of a type that has no effect in Apus.
    case resourceTypeIgnored = "ResourceTypeIgnored"
}
