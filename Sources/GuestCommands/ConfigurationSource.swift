import Resources

/// Where the load balancers' configuration is read.
protocol ConfigurationSource: Sendable {
    /// The documents as they are now; `nil` when they are as at the last reading.
    func documents() async throws -> [ResourceDocument]?
}
