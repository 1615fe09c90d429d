import Addresses
import PacketFormats
import Readiness
import Resources

/// What readiness is asked about: worked out from the configuration and the host's network.
struct ReadinessSurvey: Hashable, Sendable {
    /// Every floating frontend with each of its members that frames reach.
    var targets: [ReadinessTarget] = []
    /// How many more there are than are asked.
    var unasked = 0
    /// Members that cannot be asked, with what is known of them.
    var known: [RuleMember: ReadinessFinding] = [:]
    /// Every frontend that this node answers for, by segment.
    var places: Set<ClaimWatch.Place> = []
    /// The interfaces that answers may come in by.
    var interfaces: Set<UInt32> = []
    /// The node's own Ethernet addresses.
    var own: Set<EthernetAddress> = []
    /// The addresses of each machine that is a member, by its Ethernet address.
    var members: [EthernetAddress: Set<IPAddress>] = [:]
    /// What the machine of each member must own.
    var owned: [IPAddress: OwnedAddresses] = [:]
}
