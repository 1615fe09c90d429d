import ArgumentParser
import BPF
import ControlPlane
import Foundation
import NIOHTTP1
import Probing
import Readiness
import Resources

/// `apus status`: the rules that are loaded and what they have done.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the rules that are loaded and what they have done.",
        discussion: """
            With --endpoint another node is asked, whose counters are not shown. Without it, a daemon \
            that does not answer is shown as it last reported.
            """
    )

    @OptionGroup var output: ReportFormatOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        guard case .socket(let socket) = try await connection.resolve(environment) else {
            try await connection.withClient { client in
                let answer = try await client.request(.GET, "/apus/status")
                try show(answer, counters: nil)
            }
            return
        }
        let node = try await connection.node.read()
        let report = try DaemonStatus.require(state: node.state)
        let answer = try await answer(socket) ?? Self.json(report)
        guard output.format == .text else { return try show(answer, counters: nil) }
        let dataPlane = try DataPlane.view(pins: node.pins)
        try show(answer) { try RuleStatistics(summing: dataPlane.counters.perCPU($0)) }
    }

    /// What the daemon answers; `nil` when it has no API or does not run.
    private func answer(_ socket: String) async throws -> JSONValue? {
        guard FileManager.default.fileExists(atPath: socket) else { return nil }
        do {
            return try await NodeClient.with(.socket(path: socket)) { client in
                try await client.request(.GET, "/apus/status")
            }
        } catch NodeClientError.unreachable {
            return nil
        }
    }

    private static func json(_ report: StatusReport) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(report))
    }

    private func show(
        _ answer: JSONValue,
        counters: ((UInt32) throws -> RuleStatistics)?
    ) throws {
        guard output.format == .text else {
            try output.print(answer, text: "")
            return
        }
        let data = Data(JSONOutput.compact(answer).utf8)
        let report = try JSONDecoder().decode(StatusReport.self, from: data)
        for rule in report.rules {
            print(rule.id)
            print("  members: \(rule.members.joined(separator: ", "))")
            if !rule.unresolvedMembers.isEmpty {
                print("  not resolved: \(rule.unresolvedMembers.joined(separator: ", "))")
            }
            for member in rule.health { print("  \(Self.text(member))") }
            for finding in rule.readiness { print(Self.text(finding), terminator: "") }
            if let counters {
                print("  \(Self.text(try counters(rule.index)))")
            }
        }
        if let counters {
            print("frontend addresses without a rule")
            print("  \(Self.text(try counters(0)))")
        }
        for claim in report.claims { print(claim.sentence) }
        for change in report.ethernetChanges { print(change.sentence) }
        if let refusal = report.refusal { print("last configuration refused:\n\(refusal)") }
    }

    private static func text(_ member: StatusReport.Member) -> String {
        var text = "\(member.address) \(member.isUp ? "Up" : "Down") \(member.reason.rawValue)"
        if let seen = member.seen { text += " (\(seen))" }
        if member.isHeld { text += ", held down because it flaps" }
        return text
    }

    private static func text(_ finding: ReadinessFinding) -> String {
        var text = "  \(finding.member) floating IP: \(finding.state.words)"
        guard let remedy = finding.remedy else { return text + "\n" }
        text += ". \(finding.evidence) \(remedy)\n"
        guard let command = finding.command else { return text }
        let place = finding.isForMember ? "\(finding.member)" : "this node"
        return text + "    run on \(place): \(command)\n"
    }

    private static func text(_ counted: RuleStatistics) -> String {
        let drops = counted.drops.sorted { $0.key < $1.key }.map { ", \($0.key) \($0.value)" }
        var parts = ["packets \(counted.packets)", "bytes \(counted.bytes)"]
        parts += ["SYN \(counted.synPackets)", "replies \(counted.replyPackets)"]
        if counted.unpinnedFlows > 0 { parts.append("unpinned flows \(counted.unpinnedFlows)") }
        if counted.echoReplies > 0 { parts.append("echo replies \(counted.echoReplies)") }
        parts.append("drops" + (drops.isEmpty ? " none" : drops.joined()))
        return parts.joined(separator: ", ")
    }
}
