import Addresses
import Resources

extension OpenAPISchemas {
    private static let port = number(0...65_535)
    private static let references = array(resourceReference)

    /// The load balancer and its children.
    static var loadBalancer: [String: JSONValue] {
        [
            "LoadBalancer": resource(
                [
                    FrontendIPConfiguration.collection: array(reference("FrontendIPConfiguration")),
                    BackendAddressPool.collection: array(reference("BackendAddressPool")),
                    LoadBalancingRule.collection: array(reference("LoadBalancingRule")),
                    Probe.collection: array(reference("Probe")),
                    InboundNatRule.collection: array(reference("InboundNatRule")),
                    InboundNatPool.collection: array(reference("InboundNatPool")),
                    OutboundRule.collection: array(reference("OutboundRule")),
                ],
                top: ["sku": sku]
            ),
            "FrontendIPConfiguration": child([
                "privateIPAddress": string,
                "privateIPAllocationMethod": words(AllocationMethod.self),
                "privateIPAddressVersion": words(IPVersion.self),
                "subnet": resourceReference, "publicIPAddress": resourceReference,
                "publicIPPrefix": resourceReference, "gatewayLoadBalancer": resourceReference,
            ]),
            "BackendAddressPool": child([
                "loadBalancerBackendAddresses": array(reference("LoadBalancerBackendAddress")),
                "backendIPConfigurations": references, "virtualNetwork": resourceReference,
                "drainPeriodInSeconds": integer, "loadBalancingRules": references,
            ]),
            "LoadBalancerBackendAddress": child([
                "ipAddress": string, "virtualNetwork": resourceReference,
                "subnet": resourceReference, "adminState": words(AdminState.self),
                "networkInterfaceIPConfiguration": resourceReference,
                "weight": number(1...1000),
            ]),
            "LoadBalancingRule": rule,
            "Probe": child(
                [
                    "protocol": words(ProbeProtocol.self), "port": number(1...65_535),
                    "intervalInSeconds": integer, "numberOfProbes": integer,
                    "probeThreshold": integer, "requestPath": string,
                    "noHealthyBackendsBehavior": words(NoHealthyBackendsBehavior.self),
                ],
                required: ["port", "protocol"]
            ),
            "InboundNatRule": child(natRule, required: ["protocol"]),
            "InboundNatPool": child(
                natRule,
                required: [
                    "backendPort", "frontendPortRangeEnd", "frontendPortRangeStart", "protocol",
                ]
            ),
            "OutboundRule": child(
                [
                    "frontendIPConfigurations": references,
                    "backendAddressPool": resourceReference,
                    "protocol": words(TransportProtocol.self), "allocatedOutboundPorts": integer,
                    "idleTimeoutInMinutes": integer, "enableTcpReset": flag,
                    "isCarriedOut": flag,
                ],
                required: ["frontendIPConfigurations", "protocol"]
            ),
        ]
    }

    private static var rule: JSONValue {
        child(
            [
                "frontendIPConfiguration": resourceReference,
                "backendAddressPool": resourceReference, "backendAddressPools": references,
                "probe": resourceReference, "protocol": words(TransportProtocol.self),
                "loadDistribution": words(LoadDistribution.self), "frontendPort": port,
                "backendPort": port, "idleTimeoutInMinutes": integer, "enableFloatingIP": flag,
                "enableTcpReset": flag, "disableOutboundSnat": flag,
                "enableConnectionTracking": flag, "requireReadiness": flag,
            ],
            required: ["frontendPort", "protocol"]
        )
    }

    private static var natRule: [String: JSONValue] {
        [
            "frontendIPConfiguration": resourceReference,
            "backendAddressPool": resourceReference, "protocol": words(TransportProtocol.self),
            "backendIPConfiguration": resourceReference,
            "frontendPort": port, "frontendPortRangeStart": port, "frontendPortRangeEnd": port,
            "backendPort": port, "idleTimeoutInMinutes": integer, "enableFloatingIP": flag,
            "enableTcpReset": flag, "isCarriedOut": flag,
        ]
    }
}
