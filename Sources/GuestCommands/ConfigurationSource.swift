import Addresses
import Guest
import Resources

/// Where the load balancers' configuration is read.
protocol ConfigurationSource: Sendable {
    /// The documents as they are now; `nil` when they are as at the last reading.
    func documents() async throws -> [ResourceDocument]?

    /// Tells what the guest has found of itself, where somebody wants to know.
    func report(_ items: [GuestItem], of addresses: [IPAddress]) async throws
}

extension ConfigurationSource {
    /// Tells nobody.
    func report(_ items: [GuestItem], of addresses: [IPAddress]) async throws {}
}
