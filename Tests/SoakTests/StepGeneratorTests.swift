import Resources
import Soak
import Testing

struct StepGeneratorTests {
    private func steps(seed: UInt64, count: Int = 400) -> [(SoakStep, SoakConfiguration)] {
        var generator = StepGenerator(seed: seed, changesAtOnce: 1...8)
        var configuration = SoakSitePlan.configuration
        return (0..<count).map { _ in
            let step = generator.next(for: configuration)
            for change in step.changes { configuration.apply(change) }
            return (step, configuration)
        }
    }

    @Test func `a seed fixes the steps`() {
        #expect(steps(seed: 7).map(\.0) == steps(seed: 7).map(\.0))
        #expect(steps(seed: 7).map(\.0) != steps(seed: 8).map(\.0))
    }

    @Test func `a rest comes after so many steps`() {
        var generator = StepGenerator(seed: 1, changesAtOnce: 1...1, restInterval: 5)
        let steps = (1...20).map { _ in generator.next(for: SoakSitePlan.configuration) }
        #expect(steps.indices.filter { steps[$0] == .rest } == [4, 9, 14, 19])
    }

    @Test(arguments: UInt64(1)...5)
    func `anchors stay, one of them takes new flows, and the steady pool is left alone`(
        seed: UInt64
    ) {
        let steady = SoakSitePlan.configuration.pools[SoakSitePlan.steadyPool]
        for (step, configuration) in steps(seed: seed) {
            for pool in [SoakSitePlan.changingPool, SoakSitePlan.sparePool] {
                let members = configuration.pools[pool] ?? []
                let anchors = members.filter { SoakSitePlan.anchors.contains($0.number) }
                #expect(anchors.count == SoakSitePlan.anchors.count, "\(step)")
                #expect(anchors.contains { !$0.isDown }, "\(step)")
            }
            #expect(configuration.pools[SoakSitePlan.steadyPool] == steady)
            let fixed = SoakSitePlan.streams + SoakSitePlan.connectionRules
            let names = configuration.rules.prefix(fixed.count).map(\.name)
            #expect(names == fixed.map(\.name))
            for rule in fixed where rule.pool == SoakSitePlan.steadyPool {
                #expect(configuration.rules.contains(rule), "\(step)")
            }
        }
    }

    @Test func `every change changes something, and all kinds come`() {
        var kinds: Set<ChangeKind> = []
        var ends: Set<SoakStep.DaemonEnd> = []
        var before = SoakSitePlan.configuration
        for (step, configuration) in steps(seed: 3) {
            #expect(Set(step.changes.map(\.target)).count == step.changes.count)
            for change in step.changes {
                let previous = before
                before.apply(change)
                #expect(before != previous, "\(change)")
                kinds.insert(change.kind)
            }
            #expect(before == configuration)
            if case .restart(let end, _) = step { ends.insert(end) }
            if case .refuse = step { kinds.insert(.refusedDocument) }
            if case .reload(let changes) = step, changes.isEmpty { kinds.insert(.unchangedReload) }
        }
        #expect(ends == Set(SoakStep.DaemonEnd.allCases))
        #expect(
            kinds == [
                .memberIn, .memberOut, .adminState, .weight, .distribution, .floatingIP,
                .ruleAdded, .ruleRemoved, .unchangedReload, .refusedDocument,
            ]
        )
    }

    @Test func `the configurations are valid, and the documents to be refused are not`() throws {
        func errors(_ texts: [String]) throws -> [ValidationFinding] {
            let documents = texts.enumerated().map { index, text in
                ResourceDocument(source: "\(index).json", bytes: Array(text.utf8))
            }
            return try ResourceInventory(reading: documents).validate()
                .filter { $0.severity == .error }
        }
        for (step, configuration) in steps(seed: 11, count: 60) {
            #expect(try errors([configuration.document]).isEmpty, "\(step)")
        }
        let right = SoakSitePlan.configuration.document
        #expect(throws: (any Error).self) { try errors([right, RefusedDocument.notJSON.text]) }
        #expect(try !errors([right, RefusedDocument.sameAddress.text]).isEmpty)
    }
}
