import ControlPlane
import Foundation
import Lab

/// The whole demo: one lab, all its cases, and a summary.
public struct DemoRun: Sendable {
    private let executable: String
    private let narrator: Narrator

    /// Prepares a run with a daemon's program.
    public init(
        daemon executable: String = DemoNode.siblingExecutable,
        narrator: Narrator = .standardOutput
    ) {
        self.executable = executable
        self.narrator = narrator
    }

    /// Shows everything and returns the exit code: 0 when every check passed.
    ///
    /// Ctrl-C and SIGTERM take the lab down and end the process. It ends with a line
    /// `N passed, M failed`.
    public func run() -> Int32 {
        session { demo, interruption in
            let narrator = interruption.quieting(narrator)
            var checks: [Check] = []
            let cases = try DemoCases(on: demo)
            try demo.start(cases.documents)
            narrator.line(
                "Configured: \(try demo.node.status()?.rules.count ?? 0) rules from ARM documents."
            )
            for part in cases.inOrder {
                interruption.waitIfArrived()
                narrator.title(part.title)
                checks += perform(part, narrator, interruption)
            }
            return checks
        }
    }

    /// Leaves the lab standing with everything configured until Ctrl-C.
    public func standLab() -> Int32 {
        session { demo, interruption in
            let cases = try DemoCases(on: demo)
            try demo.start(cases.documents)
            let program = URL(filePath: executable).deletingLastPathComponent()
            let guide = StandingLabGuide(
                demo: demo,
                cases: cases,
                commandLine: program.appending(path: "apus").path
            )
            narrator.line(guide.text)
            interruption.wait()
        }
    }

    private func perform(
        _ part: any DemoCase,
        _ narrator: Narrator,
        _ interruption: Interruption
    ) -> [Check] {
        do {
            return try part.run(narrator)
        } catch {
            interruption.waitIfArrived()
            let name = "\(part.title) runs to its end"
            let check = Check(name: name, passed: false, seen: "\(error)")
            narrator.line("  \(check)")
            return [check]
        }
    }

    private func session(
        _ body: (DemoLab, Interruption) throws -> [Check]
    ) -> Int32 {
        // A reader that goes away must not keep the lab from being taken down.
        signal(SIGPIPE, SIG_IGN)
        DemoLab.removeLeftovers()
        var checks: [Check] = []
        let began = ContinuousClock.now
        do {
            let lab = try Lab()
            let interruption = Interruption { [narrator] in
                narrator.line()
                narrator.line("Interrupted: the lab is taken down.")
                DemoLab.tearDown(lab)
            }
            defer {
                DemoLab.tearDown(lab)
                interruption.waitIfArrived()
            }
            narrator.line("Making the lab \(lab.name): namespaces, servers, load balancer node.")
            do {
                checks = try body(DemoLab(lab, daemon: executable), interruption)
            } catch {
                interruption.waitIfArrived()
                throw error
            }
        } catch {
            narrator.line("\(error)")
            checks.append(Check(name: "the lab stands", passed: false, seen: "\(error)"))
        }
        let failed = checks.count { !$0.passed }
        narrator.line()
        let seconds = (ContinuousClock.now - began).components.seconds
        narrator.line("Nothing is left of the lab; the whole took \(seconds) s.")
        narrator.line("\(checks.count - failed) passed, \(failed) failed")
        return failed == 0 && !checks.isEmpty ? 0 : 1
    }
}
