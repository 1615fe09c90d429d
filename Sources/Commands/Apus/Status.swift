import ArgumentParser
import BPF
import ControlPlane
import Probing

/// `apus status`: the rules that are loaded and what they have done.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the rules that are loaded and what they have done."
    )

    @OptionGroup var node: NodeFileOption

    func run() async throws {
        let node = try await node.read()
        let report = try DaemonStatus.require(state: node.state)
        let dataPlane = try DataPlane.view(pins: node.pins)
        for rule in report.rules {
            let counted = try RuleStatistics(summing: dataPlane.counters.perCPU(rule.index))
            print(rule.id)
            print("  members: \(rule.members.joined(separator: ", "))")
            if !rule.unresolvedMembers.isEmpty {
                print("  not resolved: \(rule.unresolvedMembers.joined(separator: ", "))")
            }
            for member in rule.health { print("  \(Self.text(member))") }
            print("  \(Self.text(counted))")
        }
        print("frontend addresses without a rule")
        print("  \(Self.text(RuleStatistics(summing: try dataPlane.counters.perCPU(0))))")
        if let refusal = report.refusal { print("last configuration refused:\n\(refusal)") }
    }

    private static func text(_ member: StatusReport.Member) -> String {
        var text = "\(member.address) \(member.isUp ? "Up" : "Down") \(member.reason.rawValue)"
        if let seen = member.seen { text += " (\(seen))" }
        if member.isHeld { text += ", held down because it flaps" }
        return text
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
