import Addresses
import Resources
import Tables

/// Members that have left their pool and keep the flows that they have for its
/// `drainPeriodInSeconds`.
///
/// Which members those are is read from the tables, so that a daemon that starts anew knows them
/// too; their period then counts from its start.
public struct Draining: Sendable {
    private struct Place: Hashable {
        let rule: String
        let address: IPAddress
    }

    /// When each member's period ends, on the pins' clock in nanoseconds.
    private var deadlines: [Place: UInt64] = [:]
    /// Whether the last look found a period that is over.
    public private(set) var hasEnded = false

    /// Starts with no member draining.
    public init() {}

    /// When the next period ends; `nil` when no member is draining.
    public var nextDeadline: UInt64? { deadlines.values.filter { $0 != .max }.min() }

    /// Adds the members that are draining to the rules that they left.
    ///
    /// - Parameters:
    ///   - present: the tables, whose slots still name the members that a rule had.
    ///   - now: the time, on the clock of the pins' expiry.
    public mutating func extend(
        _ configuration: ForwardingConfiguration,
        present: TableImage,
        now: UInt64
    ) -> ForwardingConfiguration {
        var extended = configuration
        var found: [Place: UInt64] = [:]
        var tables: [UInt32: Set<UInt16>] = [:]
        hasEnded = false
        for (number, rule) in configuration.rules.enumerated() where rule.drainPeriod > .zero {
            let members = Set(rule.members.map(\.address))
            let backends = Self.backends(of: rule, present, &tables)
            let named = backends.compactMap { present.backends[$0]?.address }
            // A member that came and went while slots were unsettled is in none of them any more.
            let known = deadlines.filter { $0.key.rule == rule.id && $0.value != .max }.keys
            let addresses = Set(named.map { IPAddress(bits: $0) }).union(known.map(\.address))
            for address in addresses.sorted() where !members.contains(address) {
                let place = Place(rule: rule.id, address: address)
                let period = UInt64(rule.drainPeriod.components.seconds) * 1_000_000_000
                // A period that is made shorter holds from the change on.
                let known = deadlines[place]
                let deadline = known == .max ? .max : min(known ?? .max, now + period)
                // A period that is over is remembered until the tables no longer have the member.
                found[place] = deadline <= now ? .max : deadline
                guard deadline > now, deadline != .max else {
                    hasEnded = true
                    continue
                }
                extended.rules[number].members.append(
                    ResolvedMember(
                        name: "\(address)",
                        address: address,
                        adminState: .none,
                        isDraining: true
                    )
                )
            }
        }
        deadlines = found
        return extended
    }

    /// The backends that the slots of a rule name.
    private static func backends(
        of rule: ResolvedRule,
        _ present: TableImage,
        _ tables: inout [UInt32: Set<UInt16>]
    ) -> Set<UInt16> {
        guard let entry = present.frontends[rule.frontendKey], entry.options.contains(.hasRule)
        else { return [] }
        let former = present.formerRules[entry.rule]
        var backends: Set<UInt16> = []
        for table in [entry.lookupTable, former?.lookupTable].compactMap({ $0 }) {
            if tables[table] == nil {
                var named: Set<UInt16> = []
                for slot in present.lookupTables[table] ?? [] {
                    named.insert(slot.current)
                    named.insert(slot.settled)
                }
                tables[table] = named.subtracting([0])
            }
            backends.formUnion(tables[table] ?? [])
        }
        return backends
    }
}
