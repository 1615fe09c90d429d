import HTTPTypes
import Hummingbird
import Provisioning
import Resources

/// A collection of children of a top-level resource type.
private struct ChildType: Sendable {
    let parent: NetworkType
    let collection: String
    let parameter: String
    let operationPrefix: String
    let schema: String
    let noun: String
    /// Whether Azure has PUT and DELETE for one child.
    var isWritable = false
}

extension Operations {
    private static let childTypes = [
        ChildType(
            parent: .loadBalancer,
            collection: FrontendIPConfiguration.collection,
            parameter: "frontendIPConfigurationName",
            operationPrefix: "LoadBalancerFrontendIPConfigurations",
            schema: "FrontendIPConfiguration",
            noun: "frontend"
        ),
        ChildType(
            parent: .loadBalancer,
            collection: BackendAddressPool.collection,
            parameter: "backendAddressPoolName",
            operationPrefix: "LoadBalancerBackendAddressPools",
            schema: "BackendAddressPool",
            noun: "backend pool",
            isWritable: true
        ),
        ChildType(
            parent: .loadBalancer,
            collection: LoadBalancingRule.collection,
            parameter: "loadBalancingRuleName",
            operationPrefix: "LoadBalancerLoadBalancingRules",
            schema: "LoadBalancingRule",
            noun: "load balancing rule"
        ),
        ChildType(
            parent: .loadBalancer,
            collection: Probe.collection,
            parameter: "probeName",
            operationPrefix: "LoadBalancerProbes",
            schema: "Probe",
            noun: "health probe"
        ),
        ChildType(
            parent: .loadBalancer,
            collection: InboundNatRule.collection,
            parameter: "inboundNatRuleName",
            operationPrefix: "InboundNatRules",
            schema: "InboundNatRule",
            noun: "inbound NAT rule",
            isWritable: true
        ),
        ChildType(
            parent: .loadBalancer,
            collection: OutboundRule.collection,
            parameter: "outboundRuleName",
            operationPrefix: "LoadBalancerOutboundRules",
            schema: "OutboundRule",
            noun: "outbound rule"
        ),
        ChildType(
            parent: .virtualNetwork,
            collection: Subnet.collection,
            parameter: "subnetName",
            operationPrefix: "Subnets",
            schema: "Subnet",
            noun: "subnet",
            isWritable: true
        ),
        ChildType(
            parent: .networkInterface,
            collection: NetworkInterfaceIPConfiguration.collection,
            parameter: "ipConfigurationName",
            operationPrefix: "NetworkInterfaceIPConfigurations",
            schema: "NetworkInterfaceIPConfiguration",
            noun: "IP configuration"
        ),
    ]

    /// The operations on children of resources.
    static var children: [Operation] {
        childTypes.flatMap { reading($0) + ($0.isWritable ? writing($0) : []) }
    }

    private static func id(_ call: Call, _ child: ChildType) throws -> ResourceID {
        try call.networkID(
            (child.parent.collection, child.parent.parameter),
            (child.collection, child.parameter)
        )
    }

    private static func reading(_ child: ChildType) -> [Operation] {
        let list = "\(child.parent.path)/\(child.collection)"
        return [
            Operation(
                method: .get,
                path: list,
                id: "\(child.operationPrefix)_List",
                summary: "Lists the \(child.noun) resources of a \(child.parent.noun).",
                answers: [200: "\(child.schema)List"]
            ) { call in
                let parent = try call.networkID((child.parent.collection, child.parent.parameter))
                guard let values = await call.provisioner.children(child.collection, of: parent)
                else {
                    try await requireGroup(call)
                    throw Provisioner.notFound(parent)
                }
                return try .list(values)
            },
            Operation(
                method: .get,
                path: "\(list)/{\(child.parameter)}",
                id: "\(child.operationPrefix)_Get",
                summary: "Gets a \(child.noun).",
                answers: [200: child.schema]
            ) { call in
                let id = try id(call, child)
                guard let json = await call.provisioner.child(id) else {
                    try await requireGroup(call)
                    let isParentMissing = await call.provisioner.get(id.root) == nil
                    throw Provisioner.notFound(isParentMissing ? id.root : id)
                }
                return try found(json)
            },
        ]
    }

    private static func writing(_ child: ChildType) -> [Operation] {
        let path = "\(child.parent.path)/\(child.collection)/{\(child.parameter)}"
        return [
            Operation(
                method: .put,
                path: path,
                id: "\(child.operationPrefix)_CreateOrUpdate",
                summary: "Makes a \(child.noun), or replaces it whole.",
                body: child.schema,
                answers: [200: child.schema, 201: child.schema]
            ) { call in
                let id = try id(call, child)
                try await requireGroup(call)
                let body = try await call.body()
                return try await write(call, id) {
                    try await call.provisioner.putChild(
                        id,
                        body,
                        precondition: call.precondition,
                        by: call.principal
                    )
                }
            },
            Operation(
                method: .delete,
                path: path,
                id: "\(child.operationPrefix)_Delete",
                summary: "Deletes a \(child.noun).",
                answers: [200: nil, 202: nil, 204: nil]
            ) { call in
                let id = try id(call, child)
                try await requireGroup(call)
                return try await remove(call, id) {
                    try await call.provisioner.deleteChild(
                        id,
                        precondition: call.precondition,
                        by: call.principal
                    )
                }
            },
        ]
    }
}
