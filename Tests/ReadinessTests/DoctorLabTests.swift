import Addresses
import ControlPlane
import Foundation
import Lab
import Linux
import Readiness
import Testing

/// `apus doctor` on the node of a lab.
@Suite(.needsLab, .timeLimit(.minutes(10)))
struct DoctorLabTests {
    @Test func `the doctor names the step that fails, and passes all once it is mended`() throws {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members { try site.serve(member) }
            try site.configure(site.one)
            try site.forwarding {
                try site.wait(for: .addressMissing, "web", 12)
                try site.wait(for: .ready, "web", 11)
                try site.wait(until: "both are up") {
                    $0.rules.allSatisfy { $0.health.count == 2 && $0.health.allSatisfy(\.isUp) }
                }
                let broken = try site.doctor("web")
                #expect(broken.status == .exited(1))
                let text = broken.output
                #expect(text.contains("passed  configuration: The configuration is applied."))
                #expect(text.contains("passed  packet program: It runs on eth0, in generic mode."))
                #expect(text.contains("passed  frontend: eth0 answers for 192.0.2.100 with "))
                #expect(text.contains("passed  rule: The kernel's table has it, with index "))
                #expect(text.contains("passed  lookup table: New flows go to 192.0.2.11 "))
                #expect(text.contains("passed  probe: Up, Up_Probe_Success."))
                #expect(
                    text.contains(
                        "192.0.2.11 accepts a connection from 192.0.2.2 through 192.0.2.100:80."
                    )
                )
                #expect(text.contains("failed  readiness: 192.0.2.12 answers for its own address"))
                #expect(text.contains("run on 192.0.2.12: apus guest apply --address 192.0.2.100"))
                #expect(text.contains("failed  connection: 192.0.2.12 does not answer"))
                #expect(text.hasSuffix("2 steps failed.\n"))

                try site.configure(site.two)
                try site.wait(for: .ready, "web", 12)
                try site.wait(for: .ready, "six", 12)
                for rule in ["web", "six"] {
                    let mended = try site.doctor(rule)
                    #expect(mended.status == .exited(0), "\(mended.output)")
                    #expect(mended.output.hasSuffix("Nothing is in the way.\n"))
                    let accepted = mended.output.matches(of: /passed +connection/).count
                    #expect(accepted == 2, "\(mended.output)")
                }
                let unknown = try site.doctor("webb")
                #expect(unknown.status == .exited(64))
                #expect(unknown.errors.contains("the rules are: dns, six, web"))
            }
        }
    }

    @Test func `the doctor finds a program that is gone`() throws {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members {
                try site.serve(member)
                try site.configure(member)
            }
            try site.forwarding {
                try site.wait(for: .ready, "web", 11)
                // Another hand takes the program off the interface.
                try site.removeLink()
                let found = try site.doctor("web")
                #expect(found.status == .exited(1))
                #expect(
                    found.output.contains(
                        "failed  packet program: No packet program of Apus runs on eth0."
                    )
                )
            }
        }
    }
}
