import Soak
import Testing

struct ChangeJournalTests {
    private let out = SoakStep.reload([.removeMember(pool: "web", number: 4)])
    private let stop = SoakStep.restart(.stop, [])

    private var journal: ChangeJournal {
        var journal = ChangeJournal()
        journal.begin(out, at: 100)
        journal.end(at: 200)
        journal.begin(stop, at: 300)
        journal.end(at: 400)
        return journal
    }

    @Test func `a period is put down to the steps that it meets and the last one before`() {
        #expect(journal.entries(from: 50, to: 60).isEmpty)
        #expect(journal.entries(from: 110, to: 120).map(\.number) == [1])
        #expect(journal.entries(from: 250, to: 260).map(\.number) == [1])
        #expect(journal.entries(from: 150, to: 310).map(\.number) == [1, 2])
        #expect(journal.entries(from: 900, to: 910).map(\.number) == [2])
    }

    @Test func `an explanation names the step, and whether it was under way`() {
        #expect(journal.explanation(from: 50, to: 60) == "before the first change")
        #expect(
            journal.explanation(from: 110, to: 120) == "during step 1 (member 4 of web out)"
        )
        #expect(
            journal.explanation(from: 250, to: 260) == "after step 1 (member 4 of web out)"
        )
        #expect(journal.explanation(from: 450, to: 460) == "after step 2 (stop and start)")
    }

    @Test func `only what the load balancer is to do counts as a configuration change`() {
        var journal = ChangeJournal()
        for kind in ChangeKind.allCases { journal.count(kind) }
        #expect(journal.configurationChanges == 8)
    }
}
