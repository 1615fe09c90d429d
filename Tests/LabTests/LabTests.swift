import Addresses
import Foundation
import Lab
import Linux
import Testing

@Suite(.needsLab, .timeLimit(.minutes(10)))
struct LabTests {
    struct Refusal: Error {}

    @Test(arguments: ["192.0.2.2", "2001:db8::2"])
    func `two machines of a segment reach each other`(target: String) throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let output = try net.a.run(["ping", "-n", "-c", "2", "-i", "0.01", "-W", "2", target])
            #expect(output.contains("2 received"))
        }
    }

    @Test func `nothing is left of a lab when its body ends`() throws {
        let (name, directory, process) = try Lab.with { lab in
            let net = try TwoMachines(lab)
            let process = try net.a.start(["sh", "-c", "sleep 1000 & sleep 1000"])
            #expect(try namespaces(of: lab.name).count == 3)
            #expect(FileManager.default.fileExists(atPath: lab.directory))
            return (lab.name, lab.directory, process)
        }
        #expect(try namespaces(of: name) == [])
        #expect(!FileManager.default.fileExists(atPath: directory))
        // The processes were killed, but one that lost its parent is gone only when it is reaped.
        try waitUntil("no process of the group runs") {
            try running(inGroup: process.pid).isEmpty
        }
    }

    /// The processes of a group that are not dead, from `/proc/PID/stat` (proc(5)).
    private func running(inGroup group: Int32) throws -> [String] {
        let entries = try FileManager.default.contentsOfDirectory(atPath: "/proc")
        return entries.filter { entry in
            guard Int32(entry) != nil,
                let stat = try? String(contentsOfFile: "/proc/\(entry)/stat", encoding: .utf8),
                let fields = stat.split(separator: ")").last?.split(separator: " "),
                fields.count > 2
            else { return false }
            return fields[0] != "Z" && fields[2] == "\(group)"
        }
    }

    @Test func `nothing is left of a lab when its body throws`() async throws {
        var name: LabName?
        await #expect(throws: Refusal.self) {
            try await Lab.with { lab async throws in
                name = lab.name
                _ = try TwoMachines(lab)
                throw Refusal()
            }
        }
        #expect(try namespaces(of: try #require(name)) == [])
    }

    @Test func `a lab's links are in its own namespaces only`() throws {
        let before = try NetlinkSession().interfaces().map(\.name)
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let ports = try portNames(of: net.segment)
            #expect(ports == [net.onA.port, net.onB.port])
            #expect(try NetlinkSession().interfaces().map(\.name) == before)
        }
        #expect(try NetlinkSession().interfaces().map(\.name) == before)
    }

    private func portNames(of segment: Segment) throws -> [String] {
        let interfaces = try NetworkNamespace(named: segment.namespace).perform {
            try NetlinkSession().interfaces()
        }
        let bridge = try #require(interfaces.first { $0.name == "br0" }).index
        return interfaces.filter { $0.master == bridge }.map(\.name).sorted()
    }

    @Test func `two labs with the same names stand side by side`() throws {
        try Lab.with { first in
            try Lab.with { second in
                let one = try TwoMachines(first)
                let two = try TwoMachines(second)
                try two.b.addAddress(try prefix("192.0.2.77/24"), to: "eth0")
                let ping = ["ping", "-n", "-c", "1", "-W", "1", "192.0.2.77"]
                #expect(try two.a.outcome(of: ping).status.isSuccess)
                #expect(try !one.a.outcome(of: ping).status.isSuccess)
            }
        }
    }

    @Test func `a lab that is torn down early refuses more parts`() throws {
        let lab = try Lab()
        let net = try TwoMachines(lab)
        lab.tearDown()
        lab.tearDown()
        #expect(throws: LabError.tornDown(lab.name)) { try lab.machine("late") }
        #expect(throws: LabError.tornDown(lab.name)) { try net.a.start(["sleep", "1000"]) }
        #expect(throws: LabError.self) { try net.a.run(["true"]) }
    }

    @Test func `a lab is torn down from another thread while a command runs`() throws {
        let lab = try Lab()
        let machine = try lab.machine("a")
        let namespace = try NetworkNamespace(named: machine.namespace)
        let signalHandler = Thread {
            try? waitUntil("the command runs") { try !namespace.processes().isEmpty }
            lab.tearDown()
        }
        signalHandler.start()
        let outcome = try machine.outcome(of: ["sleep", "1000"])
        #expect(outcome.status == .signalled(SIGKILL))
        try waitUntil("the namespace is gone") { try namespaces(of: lab.name).isEmpty }
    }

    @Test func `a command started in a machine's namespace by others ends with the lab`() throws {
        let lab = try Lab()
        let machine = try lab.machine("a")
        let outsider = try machine.perform {
            try ChildProcess(["sleep", "1000"], log: "/dev/null")
        }
        lab.tearDown()
        #expect(outsider.wait(until: .now + .seconds(10)) == .signalled(SIGKILL))
    }

    @Test func `the remains of a dead process's lab are removed, a living one's are not`() throws {
        // A process that has ended and was waited for; its number is free.
        let dead = try ChildProcess(["true"], log: "/dev/null")
        #expect(dead.wait(until: .now + .seconds(10)) == .exited(0))
        let name = LabName(owner: dead.pid, number: 1)
        let namespace = name.namespace(of: "a")
        let made = try ChildProcess.run(
            ["ip", "netns", "add", namespace],
            until: .now + .seconds(10)
        )
        try #require(made.status.isSuccess)
        let orphan = try NetworkNamespace(named: namespace).perform {
            try ChildProcess(["sleep", "1000"], log: "/dev/null")
        }
        try Lab.with { living in
            let machine = try living.machine("a")
            #expect(Lab.leftovers().contains { $0.namespaces == [namespace] })
            #expect(Lab.removeLeftovers().contains { $0.lab == name })
            #expect(try namespaces(of: name) == [])
            #expect(orphan.wait(until: .now + .seconds(10)) == .signalled(SIGKILL))
            #expect(try machine.run(["echo", "alive"]) == "alive\n")
        }
    }

    @Test(arguments: ["", "Client", "a-b", "elevenchars", "a/b"])
    func `a name that does not fit is refused`(name: String) throws {
        try Lab.with { lab in
            #expect(throws: LabError.self) { try lab.machine(name) }
        }
    }

    @Test func `a name is given once`() throws {
        try Lab.with { lab in
            _ = try lab.machine("a")
            #expect(throws: LabError.self) { try lab.segment("a") }
        }
    }
}
