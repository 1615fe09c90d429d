public import Addresses

/// An address that is assigned to an interface.
public struct InterfaceAddress: Hashable, Sendable {
    /// The index of the interface that has the address.
    public let interface: UInt32
    /// The address.
    public let address: IPAddress
    /// The length in bits of the prefix that is reached through the interface without a router.
    public let prefixLength: Int
    /// Whether the address is not to be the source of new connections (RFC 4862 section 5.5.4).
    public let isDeprecated: Bool

    /// Makes an interface address from its parts.
    public init(
        interface: UInt32,
        address: IPAddress,
        prefixLength: Int,
        isDeprecated: Bool = false
    ) {
        self.interface = interface
        self.address = address
        self.prefixLength = prefixLength
        self.isDeprecated = isDeprecated
    }

    /// The connected prefix; `nil` when the length does not fit the family.
    public var prefix: IPPrefix? { IPPrefix(address: address, length: prefixLength) }
}
