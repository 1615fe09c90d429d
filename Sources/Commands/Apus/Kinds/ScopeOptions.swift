import ArgumentParser

/// The option that names the resource group.
struct GroupOption: ParsableArguments {
    @Option(name: [.customShort("g"), .long], help: "The resource group.")
    var resourceGroup = "default"

    func validate() throws { try checkName(resourceGroup, "--resource-group") }
}

/// The options that name a load balancer whose parts a command is about.
struct BalancerOptions: ParsableArguments {
    @OptionGroup var group: GroupOption

    @Option(name: .customLong("lb"), help: "The load balancer.")
    var balancer: String

    func validate() throws { try checkName(balancer, "--lb") }
}

/// The option that names a resource.
struct NameOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "The name.")
    var name: String

    func validate() throws { try checkName(name, "--name") }
}

/// A name goes into a URL's path: what would make another path of it is refused.
func checkName(_ name: String, _ option: String) throws {
    guard !name.isEmpty, name.count <= 200, !name.contains("/"), name != ".", name != ".." else {
        throw ValidationError(
            "'\(option)' is '\(name.prefix(60))', which is no name of a resource."
        )
    }
}
