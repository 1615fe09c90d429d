import Addresses

/// A load balancer in the form that the Azure CLI prints.
struct LoadBalancerForm: Encodable {
    let backendAddressPools: [PoolForm]
    let frontendIPConfigurations: [FrontendForm]
    let id: String
    let inboundNatPools: [AzureReference] = []
    let inboundNatRules: [AzureReference] = []
    let loadBalancingRules: [RuleForm]
    let location = AzureScope.location
    let name: String
    let outboundRules: [AzureReference] = []
    let probes: [ProbeForm]
    let provisioningState = "Succeeded"
    let resourceGroup = AzureScope.resourceGroup
    let sku = AzureSKU.standard
    let type = "Microsoft.Network/loadBalancers"

    init(_ balancer: DemoLoadBalancer) {
        id = balancer.id
        name = balancer.name
        frontendIPConfigurations = balancer.frontends.map { FrontendForm($0, of: balancer.id) }
        backendAddressPools = balancer.pools.map { PoolForm($0, of: balancer.id) }
        probes = balancer.probes.map { ProbeForm($0, of: balancer.id) }
        loadBalancingRules = balancer.rules.map { RuleForm($0, of: balancer.id) }
    }
}

/// A frontend in that form.
struct FrontendForm: Encodable {
    let id: String
    let name: String
    let privateIPAddress: String?
    let privateIPAddressVersion: String?
    let privateIPAllocationMethod: String
    let provisioningState = "Succeeded"
    let publicIPAddress: AzureReference?
    let resourceGroup = AzureScope.resourceGroup
    let subnet: AzureReference?
    let type = "Microsoft.Network/loadBalancers/frontendIPConfigurations"

    init(_ frontend: DemoLoadBalancer.Frontend, of balancer: String) {
        id = "\(balancer)/frontendIPConfigurations/\(frontend.name)"
        name = frontend.name
        switch frontend.place {
        case .subnet(let name, let address):
            privateIPAddress = address.description
            privateIPAddressVersion = address.version == .ipv4 ? "IPv4" : "IPv6"
            privateIPAllocationMethod = "Static"
            publicIPAddress = nil
            subnet = AzureReference(DemoNetwork.subnet(name))
        case .publicAddress(let resource):
            privateIPAddress = nil
            privateIPAddressVersion = nil
            privateIPAllocationMethod = "Dynamic"
            publicIPAddress = AzureReference(resource.id)
            subnet = nil
        }
    }
}

/// A backend pool in that form.
struct PoolForm: Encodable {
    let backendIPConfigurations: [AzureReference] = []
    let id: String
    let loadBalancerBackendAddresses: [MemberForm]
    let name: String
    let provisioningState = "Succeeded"
    let resourceGroup = AzureScope.resourceGroup
    let type = "Microsoft.Network/loadBalancers/backendAddressPools"

    init(_ pool: DemoLoadBalancer.Pool, of balancer: String) {
        id = "\(balancer)/backendAddressPools/\(pool.name)"
        name = pool.name
        loadBalancerBackendAddresses = pool.members.map(MemberForm.init)
    }
}

/// A member of a backend pool in that form.
struct MemberForm: Encodable {
    let adminState = "None"
    let inboundNatRulesPortMapping: [AzureReference] = []
    let ipAddress: String
    let name: String
    let virtualNetwork = AzureReference(DemoNetwork.id)

    init(_ member: DemoLoadBalancer.Member) {
        ipAddress = member.address.description
        name = member.name
    }
}

/// A health probe in that form.
struct ProbeForm: Encodable {
    let id: String
    let intervalInSeconds: Int
    let name: String
    let noHealthyBackendsBehavior = "AllProbedDown"
    let numberOfProbes = 1
    let port: Int
    let probeThreshold = 1
    let `protocol` = "Http"
    let provisioningState = "Succeeded"
    let requestPath: String
    let resourceGroup = AzureScope.resourceGroup
    let type = "Microsoft.Network/loadBalancers/probes"

    init(_ probe: DemoLoadBalancer.Probe, of balancer: String) {
        id = "\(balancer)/probes/\(probe.name)"
        intervalInSeconds = probe.intervalSeconds
        name = probe.name
        port = probe.port
        requestPath = probe.path
    }
}

/// A load-balancing rule in that form.
struct RuleForm: Encodable {
    let backendAddressPool: AzureReference
    let backendAddressPools: [AzureReference]
    let backendPort: Int
    let disableOutboundSnat = true
    let enableFloatingIP: Bool
    let enableTcpReset = false
    let frontendIPConfiguration: AzureReference
    let frontendPort: Int
    let id: String
    let idleTimeoutInMinutes = 4
    let loadDistribution = "Default"
    let name: String
    let probe: AzureReference?
    let `protocol`: String
    let provisioningState = "Succeeded"
    let resourceGroup = AzureScope.resourceGroup
    let type = "Microsoft.Network/loadBalancers/loadBalancingRules"

    init(_ rule: DemoLoadBalancer.Rule, of balancer: String) {
        let pool = AzureReference("\(balancer)/backendAddressPools/\(rule.pool)")
        backendAddressPool = pool
        backendAddressPools = [pool]
        backendPort = rule.backendPort
        enableFloatingIP = rule.enablesFloatingIP
        frontendIPConfiguration = AzureReference(
            "\(balancer)/frontendIPConfigurations/\(rule.frontend)"
        )
        frontendPort = rule.frontendPort
        id = "\(balancer)/loadBalancingRules/\(rule.name)"
        name = rule.name
        probe = rule.probe.map { AzureReference("\(balancer)/probes/\($0)") }
        `protocol` = rule.transport
    }
}
