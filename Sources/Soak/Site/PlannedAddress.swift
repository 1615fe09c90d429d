import Addresses
import Linux

extension IPAddress {
    /// An address that the soak's plan writes down.
    static func planned(_ text: String) throws(LinuxError) -> IPAddress {
        guard let address = IPAddress(text) else {
            throw LinuxError("use", "'\(text)'", .unusable("it is not an address"))
        }
        return address
    }
}
