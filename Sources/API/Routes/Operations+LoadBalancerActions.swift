import HTTPTypes
import Hummingbird
import Provisioning
import Resources

extension Operations {
    /// What can be asked of a load balancer beside its parts.
    static var loadBalancerActions: [Operation] {
        let balancer = NetworkType.loadBalancer
        return [
            Operation(
                method: .get,
                path: "\(balancer.path)/networkInterfaces",
                id: "LoadBalancerNetworkInterfaces_List",
                summary:
                    "Lists the network interfaces that are members of a load balancer's pools.",
                answers: [200: "NetworkInterfaceList"]
            ) { call in
                let id = try call.networkID((balancer.collection, balancer.parameter))
                guard let values = await call.provisioner.networkInterfaces(of: id) else {
                    throw Provisioner.notFound(id)
                }
                return try .list(values)
            },
            Operation(
                method: .post,
                path: "\(balancer.path)/loadBalancingRules/{loadBalancingRuleName}/health",
                id: "LoadBalancerLoadBalancingRules_Health",
                summary: "Gets the health of the members of a rule.",
                answers: [200: "LoadBalancerHealthPerRule", 202: nil]
            ) { call in
                let id = try call.networkID(
                    (balancer.collection, balancer.parameter),
                    (LoadBalancingRule.collection, "loadBalancingRuleName")
                )
                guard !call.prefersAsynchronous else {
                    return try LongRunning(call: call).start(.accepted, about: id.description) {
                        try await call.provisioner.health(ofRule: id)
                    }
                }
                return try .json(try await call.provisioner.health(ofRule: id))
            },
            Operation(
                method: .post,
                path: "\(balancer.path)/backendAddressPools/{backendAddressPoolName}"
                    + "/queryInboundNatRulePortMapping",
                id: "LoadBalancers_ListInboundNatRulePortMappings",
                summary: "Lists the frontend ports that inbound NAT rules give to a member.",
                body: "QueryInboundNatRulePortMappingRequest",
                answers: [200: "BackendAddressInboundNatRulePortMappings"],
                handler: portMappings
            ),
            Operation(
                method: .post,
                path: "\(balancer.path)/migrateToIpBased",
                id: "LoadBalancers_MigrateToIpBased",
                summary: "Turns pools of network interfaces into pools of addresses.",
                body: "MigrateLoadBalancerToIpBasedRequest",
                answers: [200: "MigratedPools"],
                handler: migrate
            ),
            Operation(
                method: .post,
                path: "/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/"
                    + "{location}/setLoadBalancerFrontendPublicIpAddresses",
                id: "LoadBalancers_SwapPublicIpAddresses",
                summary: "Exchanges the public IP addresses of frontends.",
                body: "LoadBalancerVipSwapRequest",
                answers: [200: nil, 202: nil],
                handler: swapAddresses
            ),
        ]
    }

    private static func portMappings(_ call: Call) async throws -> Response {
        let id = try call.networkID(
            ("loadBalancers", "loadBalancerName"),
            (BackendAddressPool.collection, "backendAddressPoolName")
        )
        let body = try await call.anyBody()
        let configuration = try body.member("ipConfiguration")?.member("id").map { value in
            guard let id = value.stringValue.flatMap(ResourceID.init) else {
                throw ARMError(
                    .badRequest,
                    "InvalidRequestFormat",
                    "ipConfiguration.id must be a resource id."
                )
            }
            return id
        }
        let mappings = try await call.provisioner.natPortMappings(
            ofPool: id,
            address: body.member("ipAddress")?.stringValue,
            configuration: configuration
        )
        return try .json(mappings)
    }

    private static func migrate(_ call: Call) async throws -> Response {
        let id = try call.networkID(("loadBalancers", "loadBalancerName"))
        let body = try await call.anyBody()
        let names = body.member("pools")?.elements.compactMap(\.stringValue) ?? []
        let migrated = try await call.provisioner.migrateToAddresses(
            id,
            pools: names,
            by: call.principal
        )
        return try .json(.object(["migratedPools": .array(migrated.map(JSONValue.string))]))
    }

    private static func swapAddresses(_ call: Call) async throws -> Response {
        let body = try await call.body()
        var wanted: [(frontend: ResourceID, address: ResourceID)] = []
        for element in body.member("frontendIPConfigurations")?.elements ?? [] {
            let address = element.member("properties")?.member("publicIPAddress")?.member("id")
            guard let frontend = element.member("id")?.stringValue.flatMap(ResourceID.init),
                let address = address?.stringValue.flatMap(ResourceID.init)
            else {
                throw ARMError(
                    .badRequest,
                    "InvalidRequestFormat",
                    """
                    Each of frontendIPConfigurations needs the id of a frontend and \
                    properties.publicIPAddress.id.
                    """
                )
            }
            wanted.append((frontend, address))
        }
        try await call.provisioner.setPublicAddresses(wanted, by: call.principal)
        return .empty(.ok)
    }
}
