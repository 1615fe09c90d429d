import Planning
import Tables
import Testing

/// What becomes of a slot when the membership or the health of its members changes.
@Suite struct `A slot that moves` {
    private let all: (UInt16) -> Bool = { _ in true }

    @Test func `keeps its settled backend for the flows that it has`() {
        let moved = LookupSlot(settledOn: 1).moved(to: 2, isMember: all)
        #expect(moved == LookupSlot(current: 2, unsettledFrom: 1))
    }

    @Test func `keeps the same settled backend when it moves again`() {
        let moved = LookupSlot(current: 2, unsettledFrom: 1).moved(to: 3, isMember: all)
        #expect(moved == LookupSlot(current: 3, unsettledFrom: 1))
    }

    @Test func `stays unsettled when it moves back, for the flows that began in between`() {
        let moved = LookupSlot(current: 2, unsettledFrom: 1).moved(to: 1, isMember: all)
        #expect(moved == LookupSlot(current: 1, unsettledFrom: 1))
    }

    @Test func `does not change when its backend stays`() {
        #expect(LookupSlot(settledOn: 1).moved(to: 1, isMember: all) == LookupSlot(settledOn: 1))
    }

    @Test func `steers anew at once when its backend was removed`() {
        let moved = LookupSlot(settledOn: 1).moved(to: 2) { $0 != 1 }
        #expect(moved == LookupSlot(settledOn: 2))
    }

    @Test func `falls back to its present backend when the settled one was removed`() {
        let moved = LookupSlot(current: 2, unsettledFrom: 1).moved(to: 3) { $0 != 1 }
        #expect(moved == LookupSlot(current: 3, unsettledFrom: 2))
    }

    @Test func `keeps established flows when all members are down`() {
        let moved = LookupSlot(settledOn: 1).moved(to: 0, isMember: all)
        #expect(moved == LookupSlot(current: 0, unsettledFrom: 1))
    }

    @Test func `has nothing to keep when it had no backend`() {
        #expect(LookupSlot(settledOn: 0).moved(to: 4, isMember: all) == LookupSlot(settledOn: 4))
    }
}
