import TestSupport

/// Draws the steps of a soak from a seed: equal seeds give equal steps.
package struct StepGenerator: Sendable {
    private var random: SeededGenerator
    private let changesAtOnce: ClosedRange<Int>
    private let restInterval: Int?
    private var stepCount = 0
    private var ruleCount = 0

    /// Every how many steps the daemon ends and starts, each way of ending in turn.
    package static let restartInterval = 12
    /// Rules beside those of the numbered traffic, at most.
    package static let extraRules = 6
    private static let ends = SoakStep.DaemonEnd.allCases

    /// Starts the sequence of a seed, with so many changes a reload, and a rest after so many steps.
    package init(seed: UInt64, changesAtOnce: ClosedRange<Int>, restInterval: Int? = nil) {
        random = SeededGenerator(seed: seed)
        self.restInterval = restInterval
        self.changesAtOnce = changesAtOnce
    }

    /// The next step for a configuration.
    package mutating func next(for configuration: SoakConfiguration) -> SoakStep {
        stepCount += 1
        if let restInterval, stepCount % restInterval == 0 { return .rest }
        let rounds = stepCount / Self.restartInterval
        if stepCount % Self.restartInterval == 0 {
            let end = Self.ends[(rounds - 1) % Self.ends.count]
            return .restart(end, draw(for: configuration))
        }
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return .reload([])
        case 1:
            let documents = RefusedDocument.allCases
            return .refuse(documents[Int.random(in: 0..<documents.count, using: &random)])
        default: return .reload(draw(for: configuration))
        }
    }

    private mutating func draw(for configuration: SoakConfiguration) -> [SoakChange] {
        var configuration = configuration
        var changes: [SoakChange] = []
        var targets: Set<String> = []
        let count = Int.random(in: changesAtOnce, using: &random)
        // Not every draw fits, so a few more are made than there are to be changes.
        for _ in 0..<(4 * count) where changes.count < count {
            guard let change = drawOne(for: configuration),
                targets.insert(change.target).inserted
            else { continue }
            configuration.apply(change)
            changes.append(change)
        }
        return changes
    }

    private mutating func drawOne(for configuration: SoakConfiguration) -> SoakChange? {
        let pool = Bool.random(using: &random) ? SoakSitePlan.changingPool : SoakSitePlan.sparePool
        let members = configuration.pools[pool] ?? []
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3: return membership(of: pool, members)
        case 3..<5: return adminState(of: pool, members)
        case 5: return weight(of: pool, members)
        case 6: return steering(configuration)
        default: return rule(configuration)
        }
    }

    /// A member that is no anchor comes or goes.
    private mutating func membership(
        of pool: String,
        _ members: [SoakConfiguration.Member]
    ) -> SoakChange? {
        let first = SoakSitePlan.anchors.upperBound + 1
        let number = Int.random(in: first...SoakSitePlan.memberCount, using: &random)
        guard members.contains(where: { $0.number == number }) else {
            return .addMember(pool: pool, number: number)
        }
        return .removeMember(pool: pool, number: number)
    }

    /// A member goes down or comes back; an anchor or two always take new flows.
    private mutating func adminState(
        of pool: String,
        _ members: [SoakConfiguration.Member]
    ) -> SoakChange? {
        guard !members.isEmpty else { return nil }
        let member = members[Int.random(in: members.indices, using: &random)]
        let anchorsUp = members.count {
            SoakSitePlan.anchors.contains($0.number) && !$0.isDown && $0.number != member.number
        }
        guard member.isDown || anchorsUp > 0 else { return nil }
        return .setAdminState(pool: pool, number: member.number, isDown: !member.isDown)
    }

    private mutating func weight(
        of pool: String,
        _ members: [SoakConfiguration.Member]
    ) -> SoakChange? {
        guard !members.isEmpty else { return nil }
        let member = members[Int.random(in: members.indices, using: &random)]
        let weight = Int.random(in: 1...4, using: &random)
        guard weight != member.weight else { return nil }
        return .setWeight(pool: pool, number: member.number, weight: weight)
    }

    /// A rule of the changing pool steers and rewrites new flows in another way.
    private mutating func steering(_ configuration: SoakConfiguration) -> SoakChange? {
        let rules = configuration.rules.filter { $0.pool == SoakSitePlan.changingPool }
        let rule = rules[Int.random(in: rules.indices, using: &random)]
        if rule.frontend == SoakSitePlan.translatedFrontend, Bool.random(using: &random) {
            return .setFloatingIP(rule: rule.name, !rule.isFloating)
        }
        let all = SoakConfiguration.Distribution.allCases
        let distribution = all[Int.random(in: all.indices, using: &random)]
        guard distribution != rule.distribution else { return nil }
        return .setDistribution(rule: rule.name, distribution)
    }

    private mutating func rule(_ configuration: SoakConfiguration) -> SoakChange? {
        let fixed = SoakSitePlan.streams.count + SoakSitePlan.connectionRules.count
        let extra = configuration.rules.dropFirst(fixed)
        let removes =
            !extra.isEmpty && Int.random(in: 0..<Self.extraRules, using: &random) < extra.count
        if removes, let rule = extra.randomElement(using: &random) { return .removeRule(rule.name) }
        guard extra.count < Self.extraRules else { return nil }
        ruleCount += 1
        return .addRule(newRule())
    }

    /// A rule that no other has been like: also on the frontends of the numbered traffic.
    private mutating func newRule() -> SoakConfiguration.Rule {
        let usual = [
            SoakSitePlan.frontend, SoakSitePlan.translatedFrontend, SoakSitePlan.steadyFrontend,
            SoakSitePlan.ipv6Frontend,
        ]
        let frontends = usual + SoakSitePlan.spareFrontends
        let pools = [SoakSitePlan.changingPool, SoakSitePlan.sparePool, SoakSitePlan.steadyPool]
        let port = 10_000 + ruleCount % 20_000
        let translates = Int.random(in: 0..<4, using: &random) == 0
        return SoakConfiguration.Rule(
            name: "extra-\(ruleCount)",
            frontend: frontends[Int.random(in: frontends.indices, using: &random)],
            transport: Bool.random(using: &random) ? "Tcp" : "Udp",
            port: port,
            backendPort: translates ? port + 20_000 : nil,
            pool: pools[Int.random(in: pools.indices, using: &random)],
            tracks: Int.random(in: 0..<4, using: &random) == 0,
            isFloating: !translates
        )
    }
}
