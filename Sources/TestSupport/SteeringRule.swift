import PacketFormats
import Tables

/// What the steering model's rule can be: how it spreads flows, and how it rewrites their packets.
public struct SteeringRule: Equatable, Sendable {
    /// The options that each `loadDistribution` means.
    public static let distributions: [RuleOptions] = [
        [.hashesPorts, .hashesTransport], [.hashesTransport], [],
    ]

    /// The options of the distribution.
    public var distribution: RuleOptions
    /// Whether the destination address stays.
    public var isFloating: Bool
    /// The port that packets get.
    public var port: UInt16

    /// What the model starts with.
    public static let first = SteeringRule(
        distribution: distributions[0],
        isFloating: true,
        port: 443
    )

    /// The rule's entry.
    public func entry(table: UInt32, hasFormer: Bool) -> FrontendEntry {
        var options: RuleOptions = distribution.union(.hasRule)
        if isFloating { options.insert(.floatingIP) }
        if hasFormer { options.insert(.hasFormer) }
        return FrontendEntry(
            hashSeed: 1,
            rule: 1,
            lookupTable: table,
            options: options,
            backendPort: BigEndian(port),
            ethernet: .unknown
        )
    }

    /// What must come of a packet that goes by this rule.
    func result(_ backend: UInt16) -> SteeringResult {
        SteeringResult(backend: backend, keepsAddress: isFloating, port: port)
    }

    /// The rule after a change of one thing.
    func changed(_ generator: inout SeededGenerator) -> SteeringRule {
        var rule = self
        switch UInt8.random(in: 0..<3, using: &generator) {
        case 0:
            let others = Self.distributions.filter { $0 != distribution }
            rule.distribution = others.randomElement(using: &generator) ?? distribution
        case 1: rule.isFloating.toggle()
        default: rule.port = port == 443 ? 8443 : 443
        }
        return rule
    }
}
