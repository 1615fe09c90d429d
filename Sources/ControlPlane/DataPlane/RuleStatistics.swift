import BPF
import Tables

/// What a rule has done since its counters were reset, summed over all CPUs.
public struct RuleStatistics: Equatable, Sendable, Codable {
    /// Packets forwarded to members.
    public var packets: UInt64 = 0
    /// Their bytes.
    public var bytes: UInt64 = 0
    /// TCP connections opened.
    public var synPackets: UInt64 = 0
    /// Replies whose source was restored.
    public var replyPackets: UInt64 = 0
    /// Flows that could not be pinned because the table is full.
    public var unpinnedFlows: UInt64 = 0
    /// Echo requests answered in the frontend's name.
    public var echoReplies: UInt64 = 0
    /// Packets not forwarded, by the name of the reason.
    public var drops: [String: UInt64] = [:]

    /// Adds up the counters of all CPUs.
    public init(summing counters: [RuleCounters]) {
        for counter in counters {
            packets += counter.packets
            bytes += counter.bytes
            synPackets += counter.synPackets
            replyPackets += counter.replyPackets
            unpinnedFlows += counter.unpinnedFlows
            echoReplies += counter.echoReplies
            for reason in DropReason.allCases {
                let count = counter.drops[Int(reason.rawValue)]
                if count > 0 { drops["\(reason)", default: 0] += count }
            }
        }
    }
}

extension DataPlane {
    /// What the rule of an index has done; index 0 is for frontend addresses without a rule.
    public func statistics(rule: UInt32) throws(BPFError) -> RuleStatistics {
        RuleStatistics(summing: try maps.counters.perCPU(rule))
    }
}
