import Resources
import Testing

struct ProbeTests {
    private func balancer(_ probe: String, sku: String = "Standard") -> String {
        var balancer = internalBalancer()
        balancer.sku = #""sku": {"name": "\#(sku)"},"#
        balancer.probes = [#"{"name": "probe", "properties": {\#(probe)}}"#]
        return balancer.json
    }

    @Test(arguments: [
        #""protocol": "Tcp", "port": 80"#,
        #""protocol": "Tcp", "port": 80, "requestPath": null, "intervalInSeconds": 5"#,
        #""protocol": "Http", "port": 80, "requestPath": "/", "probeThreshold": 100"#,
        #""protocol": "https", "port": 443, "requestPath": "health", "numberOfProbes": 2"#,
    ])
    func `a probe is accepted`(probe: String) throws {
        #expect(try errorCodes(balancer(probe)) == [])
    }

    @Test(arguments: [
        #""protocol": "Tcp", "port": 80, "requestPath": "/""#,
        #""protocol": "Http", "port": 80"#,
        #""protocol": "Tcp", "port": 80, "intervalInSeconds": 4"#,
        #""protocol": "Tcp", "port": 80, "probeThreshold": 0"#,
        #""protocol": "Tcp", "port": 80, "numberOfProbes": 0"#,
    ])
    func `a probe whose members do not fit is refused`(probe: String) throws {
        #expect(try errorCodes(balancer(probe)) == [.invalidProbe])
    }

    @Test(arguments: [0, 65_536])
    func `a probe's port is in its range`(port: Int) throws {
        #expect(
            try errorCodes(balancer(#""protocol": "Tcp", "port": \#(port)"#)) == [.portOutOfRange]
        )
    }

    @Test func `HTTPS probes are not for Basic load balancers`() throws {
        let probe = #""protocol": "Https", "port": 443, "requestPath": "/""#
        #expect(try errorCodes(balancer(probe, sku: "Basic")) == [.invalidProbe])
    }

    @Test func `a port that Azure does not probe over HTTP is a warning`() throws {
        let http = #""protocol": "Http", "port": 25, "requestPath": "/""#
        #expect(try warningCodes(balancer(http)) == [.probePortNotProbed])
        #expect(try warningCodes(balancer(#""protocol": "Tcp", "port": 25"#)) == [])
    }
}
