import Addresses
import Linux
import PacketFormats
import Readiness

/// Who says on the node's segments that it has a frontend's address.
struct ClaimWatch {
    /// A frontend on a segment, and what asks for it there.
    struct Place: Hashable {
        let question: AddressQuestion
        let interface: UInt32
    }

    private struct Seen {
        var isMarked: Bool
        var last: ContinuousClock.Instant
    }

    /// The frontends and where they are.
    var places: Set<Place> = [] {
        didSet {
            frontends = Set(places.map(\.question.address))
            seen = seen.filter { frontends.contains($0.key) }
        }
    }
    /// The node's own Ethernet addresses, also those of its next-hop frontends.
    var own: Set<EthernetAddress> = []
    /// Every ARP packet of a segment is looked at, of which few are about a frontend.
    private var frontends: Set<IPAddress> = []
    private var seen: [IPAddress: [EthernetAddress: Seen]] = [:]

    /// Takes a claim; one of the node's own, or of no frontend, is nothing.
    ///
    /// - Returns: whether it tells more than was known.
    mutating func take(
        _ address: IPAddress,
        _ ethernet: EthernetAddress,
        isMarked: Bool,
        now: ContinuousClock.Instant
    ) -> Bool {
        guard frontends.contains(address), !own.contains(ethernet) else { return false }
        let before = seen[address]?[ethernet]
        let wasMarked = before?.isMarked ?? false
        seen[address, default: [:]][ethernet] = Seen(isMarked: isMarked || wasMarked, last: now)
        return before == nil || isMarked && !wasMarked
    }

    /// Forgets what was not seen since a moment.
    mutating func forget(before moment: ContinuousClock.Instant) {
        for (address, machines) in seen {
            seen[address] = machines.filter { $0.value.last >= moment }
        }
    }

    /// Whether a machine claims a frontend.
    func claims(_ frontend: IPAddress, _ ethernet: EthernetAddress) -> Bool {
        seen[frontend]?[ethernet] != nil
    }

    /// All claims, in order.
    func all(members: [EthernetAddress: Set<IPAddress>]) -> [FrontendClaim] {
        let claims = seen.flatMap { frontend, machines in
            machines.map { ethernet, seen in
                FrontendClaim(
                    frontend: frontend,
                    ethernetAddress: ethernet.description,
                    member: members[ethernet]?.filter { $0.version == frontend.version }.min()
                        ?? members[ethernet]?.min(),
                    isNode: seen.isMarked
                )
            }
        }
        return claims.sorted {
            ($0.frontend, $0.ethernetAddress) < ($1.frontend, $1.ethernetAddress)
        }
    }
}
