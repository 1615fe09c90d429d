/// An IP configuration of a network interface with what its place says about it.
struct IndexedIPConfiguration {
    let id: ResourceID
    let configuration: NetworkInterfaceIPConfiguration
    let networkInterface: NetworkInterface
    let source: String

    /// Whether it is the primary one of its network interface.
    var isPrimary: Bool {
        configuration.name.lowercased() == networkInterface.primaryName?.lowercased()
    }
}
