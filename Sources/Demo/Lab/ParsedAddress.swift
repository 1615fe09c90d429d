import Addresses

extension IPAddress {
    /// An address that the demo itself writes down.
    static func parsed(_ text: String) throws(DemoError) -> IPAddress {
        guard let address = IPAddress(text) else { throw .malformedAddress(text) }
        return address
    }
}

extension IPPrefix {
    /// A prefix that the demo itself writes down.
    static func parsed(_ text: String) throws(DemoError) -> IPPrefix {
        guard let prefix = IPPrefix(text) else { throw .malformedAddress(text) }
        return prefix
    }
}
