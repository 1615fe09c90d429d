import Foundation

/// The load balancer of the end-to-end figures: one floating rule over two members.
enum ApusDocuments {
    /// Writes the documents that the daemon reads.
    static func write(to folder: String) throws {
        for (name, text) in [("network", network), ("load-balancer", loadBalancer)] {
            try text.write(toFile: "\(folder)/\(name).json", atomically: true, encoding: .utf8)
        }
    }

    private static let scope =
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/apus-bench"
        + "/providers/Microsoft.Network"
    private static let networkID = "\(scope)/virtualNetworks/lan"
    private static let balancerID = "\(scope)/loadBalancers/web"

    private static let network = """
        {
          "id": "\(networkID)",
          "name": "lan",
          "type": "Microsoft.Network/virtualNetworks",
          "location": "westeurope",
          "addressSpace": { "addressPrefixes": ["192.0.2.0/24"] },
          "subnets": [
            {
              "id": "\(networkID)/subnets/lan",
              "name": "lan",
              "addressPrefixes": ["192.0.2.0/24"],
              "type": "Microsoft.Network/virtualNetworks/subnets"
            }
          ]
        }

        """

    private static var members: String {
        EndToEndLab.members.enumerated().map { index, address in
            """
            { "name": "m\(index)", "ipAddress": "\(address)", \
            "virtualNetwork": { "id": "\(networkID)" } }
            """
        }.joined(separator: ", ")
    }

    private static let loadBalancer = """
        {
          "id": "\(balancerID)",
          "name": "web",
          "type": "Microsoft.Network/loadBalancers",
          "location": "westeurope",
          "sku": { "name": "Standard", "tier": "Regional" },
          "frontendIPConfigurations": [
            {
              "id": "\(balancerID)/frontendIPConfigurations/web",
              "name": "web",
              "privateIPAddress": "\(EndToEndLab.frontend)",
              "privateIPAddressVersion": "IPv4",
              "privateIPAllocationMethod": "Static",
              "subnet": { "id": "\(networkID)/subnets/lan" }
            }
          ],
          "backendAddressPools": [
            {
              "id": "\(balancerID)/backendAddressPools/web",
              "name": "web",
              "loadBalancerBackendAddresses": [\(members)]
            }
          ],
          "loadBalancingRules": [
            {
              "id": "\(balancerID)/loadBalancingRules/web",
              "name": "web",
              "frontendIPConfiguration": { "id": "\(balancerID)/frontendIPConfigurations/web" },
              "backendAddressPool": { "id": "\(balancerID)/backendAddressPools/web" },
              "protocol": "Tcp",
              "frontendPort": 80,
              "backendPort": 80,
              "enableFloatingIP": true,
              "idleTimeoutInMinutes": 4,
              "loadDistribution": "Default"
            }
          ]
        }

        """
}
