import ControlPlane
import Linux
import Testing

struct HostForwardingTests {
    private func texts(_ settings: [(Sysctl, String)]) -> [String] {
        settings.map { "\($0.0.path) = \($0.1)" }
    }

    @Test func `replies over IPv4 need forwarding, and no redirects on any interface`() {
        let settings = HostForwarding.required(interfaces: ["eth0", "eth1.100"], hasIPv6: false)
        #expect(
            texts(settings) == [
                "net/ipv4/ip_forward = 1", "net/ipv4/conf/all/send_redirects = 0",
                "net/ipv4/conf/eth0/send_redirects = 0",
                "net/ipv4/conf/eth1.100/send_redirects = 0",
            ]
        )
    }

    @Test func `replies over IPv6 need its forwarding too`() {
        let settings = HostForwarding.required(interfaces: [], hasIPv6: true)
        #expect(texts(settings).last == "net/ipv6/conf/all/forwarding = 1")
    }

    @Test(.needsKernel)
    func `only what differs is written, and told`() throws {
        try NetworkNamespace.anonymous().perform {
            try command("ip link add eth0 type veth peer name far")
            let settings = HostForwarding.required(interfaces: ["eth0"], hasIPv6: true)
            for (setting, _) in settings where setting.path.hasSuffix("send_redirects") {
                try setting.write("1")
            }
            let forwarding = try #require(Sysctl("net/ipv4/ip_forward"))
            try forwarding.write("0")
            let first = try HostForwarding.apply(settings)
            #expect(first.contains("net/ipv4/ip_forward = 1"))
            #expect(first.contains("net/ipv4/conf/eth0/send_redirects = 0"))
            for (setting, value) in settings { #expect(try setting.read() == value) }
            #expect(try HostForwarding.apply(settings) == [])
        }
    }

    @Test(.needsKernel)
    func `a setting of an interface that does not exist is an error`() throws {
        try NetworkNamespace.anonymous().perform {
            let settings = HostForwarding.required(interfaces: ["absent0"], hasIPv6: false)
            let error = #expect(throws: LinuxError.self) { try HostForwarding.apply(settings) }
            #expect(error?.description.contains("absent0") == true)
        }
    }
}
