public import Addresses

/// A unicast route of the kernel's main table, one value for each of its next hops.
public struct Route: Hashable, Sendable {
    /// The destinations that the route is for; `/0` for a default route.
    public let destination: IPPrefix
    /// The router; `nil` when the destinations are on the interface's own segment.
    public let gateway: IPAddress?
    /// The index of the interface that the route leaves through.
    public let interface: UInt32
    /// The kernel's preference among routes for the same destinations: the lowest wins.
    public let metric: UInt32
    /// The address that the host's own connections by this route have; `nil` when none is set.
    public let preferredSource: IPAddress?

    /// Makes a route from its parts.
    public init(
        destination: IPPrefix,
        gateway: IPAddress? = nil,
        interface: UInt32,
        metric: UInt32 = 0,
        preferredSource: IPAddress? = nil
    ) {
        self.destination = destination
        self.gateway = gateway
        self.interface = interface
        self.metric = metric
        self.preferredSource = preferredSource
    }

    /// Whether the destinations are reached without a router.
    ///
    /// IPv4 marks such routes with link scope; IPv6 gives every route the same scope, so the absent
    /// gateway is what both families have in common.
    public var isLinkScope: Bool { gateway == nil }
}
