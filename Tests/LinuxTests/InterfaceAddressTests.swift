import Addresses
import Linux
import Testing

/// Addresses that are given to interfaces and taken from them.
@Suite(.needs(.sysAdmin, .netAdmin))
struct InterfaceAddressTests {
    private func lo(_ session: NetlinkSession) throws -> UInt32 {
        try session.interface(named: "lo").index
    }

    private func find(_ text: String, _ session: NetlinkSession) throws -> InterfaceAddress? {
        try session.addresses().first { $0.address.description == text }
    }

    @Test(arguments: ["192.0.2.100/32", "2001:db8::100/128"])
    func `an address is assigned and removed, each as often as one likes`(text: String) throws {
        let pair = try NamespacePair()
        let session = try pair.onLeft { try NetlinkSession() }
        let prefix = try #require(IPPrefix(text))
        for _ in 0..<2 { try session.addAddress(prefix, interface: try lo(session)) }
        let found = try #require(try find("\(prefix.address)", session))
        #expect(found.prefixLength == prefix.length)
        #expect(found.interface == (try lo(session)))
        #expect(!found.isDeprecated)
        for _ in 0..<2 { try session.removeAddress(prefix, interface: try lo(session)) }
        #expect(try find("\(prefix.address)", session) == nil)
    }

    @Test func `a deprecated address is one from the beginning, or becomes one`() throws {
        let pair = try NamespacePair()
        let session = try pair.onLeft { try NetlinkSession() }
        let prefix = try #require(IPPrefix("2001:db8::100/128"))
        try session.addAddress(prefix, interface: try lo(session), isDeprecated: true)
        #expect(try find("2001:db8::100", session)?.isDeprecated == true)
        try session.setDeprecated(false, prefix, interface: try lo(session))
        #expect(try find("2001:db8::100", session)?.isDeprecated == false)
        try session.setDeprecated(true, prefix, interface: try lo(session))
        #expect(try find("2001:db8::100", session)?.isDeprecated == true)
        let shown = try NamespacePair.ip("-n \(pair.left) address show dev lo to 2001:db8::100")
        #expect(shown.contains("nodad"))
    }

    @Test func `an interface that does not exist is named`() throws {
        let pair = try NamespacePair()
        let session = try pair.onLeft { try NetlinkSession() }
        let prefix = try #require(IPPrefix("192.0.2.100/32"))
        let error = #expect(throws: LinuxError.self) {
            try session.addAddress(prefix, interface: 999)
        }
        #expect(error?.description.contains("192.0.2.100/32 on interface 999") == true)
    }
}
