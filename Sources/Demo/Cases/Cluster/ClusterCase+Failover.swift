import Addresses
import ControlPlane
import Lab

extension ClusterCase {
    private static let rowsBefore = 60
    private static let rowsAfter = 40
    private static let rowsWithStandby = 20

    /// Kills the primary and promotes the standby while clients write.
    public func run(_ narrator: Narrator) throws -> [Check] {
        narrator.line("PostgreSQL at \(frontend):\(Self.port) on two machines, a primary and its")
        narrator.line(
            "synchronous standby; every \(Self.probeInterval) s the probe asks which is which."
        )
        var checklist = Checklist(narrator)
        try waitForHealth("the probe knows the roles") { $0 == [primary.name] }
        let roles = try health()
        checklist.expect(
            roles[primary.name]?.isUp == true && roles[standby.name]?.isUp == false,
            "the probe finds the primary up and the standby down",
            seen: summary(of: roles)
        )
        let (failover, returned) = try fail()
        show(failover, narrator)
        check(failover, &checklist)
        try check(
            failover,
            rowsOf: standby.server,
            "no write that was acknowledged is lost",
            &checklist
        )
        try check(
            failover,
            rowsOf: returned,
            "\(primary.name), back as a standby, has every acknowledged write too",
            &checklist
        )
        return checklist.checks
    }

    /// Lets the primary fail while clients write; it comes back as a standby before they end.
    private func fail() throws -> (Failover, returned: PostgreSQLServer) {
        let writer = SteadyWriter(
            client,
            table: Self.table,
            ["one": .eachOverItsOwn, "two": .eachOverItsOwn, "three": .overOneSession]
        )
        defer { writer.stop() }
        try writer.waitForRows(Self.rowsBefore, by: primary.name)
        let killed = ContinuousClock.now
        try primary.server.kill()
        try standby.server.promote()
        let promoted = ContinuousClock.now
        var foundDown: ContinuousClock.Instant?
        try waitForHealth("the probe has followed the role") { up in
            if !up.contains(primary.name), foundDown == nil { foundDown = .now }
            return up == [standby.name]
        }
        let foundUp = ContinuousClock.now
        try writer.waitForRows(Self.rowsAfter, by: standby.name)
        try standby.server.run("CHECKPOINT")
        let leader = Endpoint(standby.backend.ipv4, Self.port)
        let returned = try primary.server.returned(following: leader)
        try standby.server.requireStandby(returned)
        try writer.waitForRows(Self.rowsWithStandby, by: standby.name)
        let failover = Failover(
            old: primary.name,
            new: standby.name,
            killed: killed,
            promoted: promoted,
            foundDown: foundDown ?? foundUp,
            foundUp: foundUp,
            attempts: writer.stop()
        )
        return (failover, returned)
    }

    private func show(_ failover: Failover, _ narrator: Narrator) {
        let (old, new) = (failover.old, failover.new)
        func row(_ phase: String, _ part: [WriteAttempt]) -> [String] {
            [phase, "\(part.count)"]
                + [old, new, nil].map { name in "\(part.count { $0.server == name })" }
        }
        narrator.table(
            ["while", "writes", old, new, "not acknowledged"],
            [
                row("\(old) is the primary", failover.before),
                row("from its end until the node has found both", failover.between),
                row("\(new) is the primary", failover.after),
            ]
        )
        func after(_ moment: ContinuousClock.Instant) -> String {
            (moment - failover.killed).inMilliseconds
        }
        narrator.line(
            "  after the end of \(old): \(new) promoted \(after(failover.promoted)), "
                + "\(old) seen down \(after(failover.foundDown)), "
                + "\(new) seen up \(after(failover.foundUp))"
        )
        let first = failover.timeToFirst?.inMilliseconds ?? "never"
        let recovery = failover.timeToRecovery?.inMilliseconds ?? "never"
        narrator.line(
            "  time to recovery: \(recovery) from \(old)'s last acknowledgement until \(new) "
                + "acknowledges every write, \(first) until the first"
        )
    }

    private func check(_ failover: Failover, _ checklist: inout Checklist) {
        let before = failover.before.filter { $0.server != nil }
        let after = failover.after
        checklist.expect(
            !before.isEmpty && failover.before.allSatisfy { $0.server == failover.old },
            "until its end \(failover.old) acknowledges every write",
            seen: "\(before.count) of \(failover.before.count)"
        )
        let strayed = failover.attempts.count(where: \.metStandby)
        checklist.expect(
            strayed == 0,
            "no connection meets a standby",
            seen: "\(strayed) of \(failover.attempts.count)"
        )
        let others = after.filter { $0.server != failover.new }
        checklist.expect(
            !after.isEmpty && others.isEmpty,
            "after the recovery \(failover.new) acknowledges every write",
            seen: "\(after.count - others.count) of \(after.count)"
                + (others.first?.failure.map { "; first failure: \($0)" } ?? "")
        )
        let addresses = Set(failover.attempts.compactMap(\.address)).sorted()
        checklist.expect(
            addresses == [frontend.description],
            "both servers see the frontend's address as their own",
            seen: addresses.joined(separator: ", ")
        )
    }

    private func check(
        _ failover: Failover,
        rowsOf server: PostgreSQLServer,
        _ claim: String,
        _ checklist: inout Checklist
    ) throws {
        let rows = try server.run("SELECT writer || '|' || number FROM \(Self.table)")
        let lost = failover.lost(from: Set(rows.split(separator: "\n").map(String.init)))
        let acknowledged = failover.attempts.count { $0.server != nil }
        checklist.expect(
            acknowledged > 0 && lost.isEmpty,
            claim,
            seen: "\(acknowledged) acknowledged, \(lost.count) of them missing"
                + (lost.first.map { "; first: \($0.key)" } ?? "")
        )
    }
}
