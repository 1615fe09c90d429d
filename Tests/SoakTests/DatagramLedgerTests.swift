import Soak
import Testing

struct DatagramLedgerTests {
    private func ledger(sent count: Int, interval: UInt64 = 1_000_000) -> DatagramLedger {
        var ledger = DatagramLedger()
        for number in 0..<count { ledger.noteSent(at: UInt64(number) * interval) }
        return ledger
    }

    @Test func `what has not arrived is missing by its number`() {
        var ledger = ledger(sent: 200)
        for number in UInt64(0)..<200 where number != 63 && number != 64 && number != 199 {
            ledger.noteArrival(number)
        }
        #expect(ledger.sent == 200)
        #expect(ledger.received == 197)
        #expect(ledger.missing == 3)
        #expect(ledger.firstMissing(10) == [63, 64, 199])
        #expect(ledger.firstMissing(2) == [63, 64])
    }

    @Test func `a number that comes twice is not received twice`() {
        var ledger = ledger(sent: 2)
        ledger.noteArrival(1)
        ledger.noteArrival(1)
        #expect(ledger.received == 1)
        #expect(ledger.repeated == 1)
        #expect(ledger.firstMissing(10) == [0])
    }

    @Test func `a number that was never sent is out of place`() {
        var ledger = ledger(sent: 1)
        ledger.noteArrival(1)
        #expect(ledger.received == 0)
        #expect(ledger.misdirected == 1)
    }

    @Test func `a datagram that could not be sent is not missing`() {
        var ledger = ledger(sent: 65)
        ledger.takeBackLast()
        #expect(ledger.sent == 64)
        for number in UInt64(0)..<64 { ledger.noteArrival(number) }
        #expect(ledger.missing == 0)
        ledger.noteSent(at: 0)
        ledger.noteArrival(64)
        #expect(ledger.missing == 0)
        #expect(ledger.repeated == 0)
    }

    @Test func `the period of a number holds the time that it was sent at`() {
        let ledger = ledger(sent: 1000)
        for number in [UInt64(0), 1, 99, 100, 101, 555, 999] {
            let period = ledger.period(of: number)
            let time = number * 1_000_000
            #expect(period.from <= time && time <= period.to, "\(number)")
        }
    }
}
