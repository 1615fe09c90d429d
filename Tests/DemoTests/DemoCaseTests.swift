import Demo
import Foundation
import Lab
import Linux
import Testing

@Suite(.needsDemo, .timeLimit(.minutes(10)))
struct DemoCaseTests {
    @Test func `several TLS endpoints share a port of the same machines`() throws {
        try run { try TLSEndpointsCase(on: $0) }
    }

    @Test(.needsPostgreSQL)
    func `a database fails over under load and loses no acknowledged write`() throws {
        try run { try ClusterCase(on: $0) }
    }

    @Test func `both directions of a flow meet the same appliance`() throws {
        try run { try ApplianceCase(on: $0) }
    }

    @Test func `a port used twice without Floating IP is refused`() throws {
        try run { PortReuseCase(try TLSEndpointsCase(on: $0)) }
    }

    @Test func `without Floating IP a backend sees its own address`() throws {
        try run { try TranslationCase(on: $0) }
    }

    @Test func `traffic goes on while the daemon is stopped and starts again`() throws {
        try run { DaemonStopCase(try TLSEndpointsCase(on: $0)) }
    }

    @Test func `after detaching nothing is answered any more`() throws {
        try DemoLab.with { demo in
            let sites = try TLSEndpointsCase(on: demo)
            try demo.start(sites.documents)
            var request = CurlRequest("https://192.0.2.101/")
            request.trust = .anything
            request.connectTimeout = .seconds(1)
            let client = demo.topology.client
            #expect(try client.curl(request).status == 200)
            try demo.node.stop()
            #expect(try client.curl(request).status == 200)
            try demo.node.detach()
            #expect(!FileManager.default.fileExists(atPath: DemoNode.pins(of: demo.lab.name)))
            #expect(throws: LabError.self) { try client.curl(request) }
        }
    }

    @Test func `detaching takes the next-hop frontends' addresses off the interfaces`() throws {
        try DemoLab.with { demo in
            try demo.start(try ApplianceCase(on: demo).documents)
            func filter() throws -> String {
                try demo.topology.node.run(["bridge", "fdb", "show", "dev", "eth0"])
            }
            // 192.0.2.110 as the tail of a locally administered address.
            #expect(try filter().contains("02:a9:c0:00:02:6e"))
            try demo.node.stop()
            #expect(try filter().contains("02:a9:c0:00:02:6e"))
            try demo.node.detach()
            #expect(try !filter().contains("02:a9:"))
        }
    }

    @Test func `a lab that was never taken down is removed by the next demo`() throws {
        // A process that has ended and was waited for; its number is free.
        let dead = try ChildProcess(["true"], log: "/dev/null")
        try #require(dead.wait(until: .now + .seconds(10)) == .exited(0))
        let left = DemoNode.pins(of: LabName(owner: dead.pid, number: 1))
        try DemoLab.with { demo in
            try demo.start(try ApplianceCase(on: demo).documents)
            let own = DemoNode.pins(of: demo.lab.name)
            try FileManager.default.createDirectory(
                atPath: left,
                withIntermediateDirectories: false
            )
            DemoLab.removeLeftovers()
            #expect(!FileManager.default.fileExists(atPath: left))
            #expect(FileManager.default.fileExists(atPath: own))
        }
    }

    @Test func `a missing daemon is named`() throws {
        let path = "/nonexistent/apusd"
        #expect(throws: DemoError.daemonMissing(path: path)) {
            try DemoLab.with(daemon: path) { _ in }
        }
    }
}
