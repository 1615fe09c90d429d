import Addresses

/// Where a rule's list of members lies, so that work on one is not done again for every rule.
///
/// The rules of a pool share one list, and there may be hundreds of them. Lists of one identity are
/// equal as long as the rules are held; equal lists may have two identities, which costs time alone.
public struct MemberListIdentity: Hashable, Sendable {
    private let start: UInt
    private let count: Int

    /// The identity of a rule's list.
    init(_ members: [ResolvedMember]) {
        start = members.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        count = members.count
    }
}

extension ResolvedRule {
    /// Where the rule's list of members lies.
    public var memberList: MemberListIdentity { MemberListIdentity(members) }
}

extension ForwardingConfiguration {
    /// The addresses of the members of all rules.
    public var memberAddresses: Set<IPAddress> {
        var seen: Set<MemberListIdentity> = []
        var addresses: Set<IPAddress> = []
        for rule in rules where seen.insert(rule.memberList).inserted {
            for member in rule.members { addresses.insert(member.address) }
        }
        return addresses
    }
}
