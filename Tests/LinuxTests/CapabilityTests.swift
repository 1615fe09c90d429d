import Linux
import Testing

struct CapabilityTests {
    @Test(arguments: [
        ("Name:\tapusd\nCapEff:\t0000000000001000\nCapBnd:\t0\n", [Capability.netAdmin]),
        ("CapEff:\t000001ffffffffff\n", Capability.allCases),
        ("CapEff:\t0000008000002000\n", [.netRaw, .bpf]),
        ("CapEff:\t0000000000000000\n", []),
    ])
    func `effective capabilities are read from a status file`(
        text: String,
        expected: [Capability]
    ) {
        #expect(Capability.effective(inStatus: text) == Set(expected))
    }

    @Test(arguments: ["", "CapPrm:\t0000000000001000\n", "CapEff:\tnonsense\n"])
    func `a status file without a readable set is told apart from an empty set`(text: String) {
        #expect(Capability.effective(inStatus: text) == nil)
    }

    @Test func `what a process has it may require`() throws {
        try Capability.require(try Capability.effective(), to: "test", "nothing")
    }

    @Test(.needs(.sysAdmin))
    func `a process that dropped its capabilities has none`() throws {
        let outcome = try ChildProcess.run(
            ["setpriv", "--reuid=65534", "--clear-groups", "cat", "/proc/self/status"],
            until: .now + .seconds(20)
        )
        try #require(outcome.status.isSuccess, "\(outcome.errors)")
        #expect(Capability.effective(inStatus: outcome.output) == [])
    }
}
