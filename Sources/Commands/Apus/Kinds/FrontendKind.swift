import ArgumentParser
import Resources

/// `apus frontend`.
enum FrontendKind: ChildKind {
    static let word = "frontend"
    static let noun = "frontend"
    static let collection = FrontendIPConfiguration.collection
    static let columns = [
        Column("name", "name"),
        Column("address", "properties.privateIPAddress"),
        .names("public ip", "properties.publicIPAddress"),
        .names("subnet", "properties.subnet"),
        .names("rules", "properties.loadBalancingRules"),
    ]
}

extension FrontendKind {
    /// The options of a frontend.
    struct Settings: ChildSettings {
        @Option(help: "The private address; with --subnet one is chosen when not given.")
        var address: String?

        @Option(help: "The subnet: its id, or its name with --vnet-name.")
        var subnet: String?

        @Option(help: "The virtual network of the subnet.")
        var vnetName: String?

        @Option(help: "The public IP address resource, by name or id.")
        var publicIp: String?

        @Option(
            help: "A public address; its resource is made, named as --public-ip or the frontend."
        )
        var publicIpAddress: String?

        func validate() throws {
            let isPublic = publicIp != nil || publicIpAddress != nil
            guard !isPublic || (address == nil && subnet == nil) else {
                throw ValidationError(
                    "A frontend is public or private: give '--public-ip…' or '--address' and '--subnet'."
                )
            }
            guard subnet == nil || subnet?.hasPrefix("/") == true || vnetName != nil else {
                throw ValidationError("'--subnet' is a name: give '--vnet-name' too, or its id.")
            }
        }

        func prepare(
            _ name: String,
            _ scope: Scope,
            _ client: NodeClient
        ) async throws -> String? {
            guard let publicIpAddress else { return nil }
            let id = scope.id("publicIPAddresses", named: publicIp ?? name)
            let version = publicIpAddress.contains(":") ? "IPv6" : "IPv4"
            let properties: [String: JSONValue] = [
                "publicIPAllocationMethod": .string("Static"),
                "publicIPAddressVersion": .string(version), "ipAddress": .string(publicIpAddress),
            ]
            _ = try await client.create(
                id,
                .object([
                    "sku": .object(["name": .string("Standard")]),
                    "properties": .object(properties),
                ])
            )
            return id
        }

        func write(
            to properties: inout JSONValue,
            in balancer: BalancerContext,
            isNew: Bool
        ) throws {
            var writer = SettingsWriter(balancer, isNew: isNew)
            if let address {
                writer.text("privateIPAddress", address)
                writer.text("privateIPAllocationMethod", "Static")
                writer.text("privateIPAddressVersion", address.contains(":") ? "IPv6" : "IPv4")
            }
            if let subnet {
                let id =
                    subnet.hasPrefix("/")
                    ? subnet
                    : balancer.scope.id("virtualNetworks", vnetName ?? "", "subnets", subnet)
                writer.value("subnet", .object(["id": .string(id)]))
            }
            if publicIp != nil || publicIpAddress != nil {
                let id = balancer.scope.id(
                    "publicIPAddresses",
                    named: publicIp ?? balancer.child
                )
                writer.value("publicIPAddress", .object(["id": .string(id)]))
                for member in ["privateIPAddress", "subnet", "privateIPAllocationMethod"] {
                    writer.remove(member)
                }
            } else if address != nil || subnet != nil {
                writer.remove("publicIPAddress")
            }
            writer.finish(&properties)
        }
    }
}
