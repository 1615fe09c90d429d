import Soak
import Testing

struct TrafficMessageTests {
    @Test func `messages read back as they were written`() throws {
        let datagram = DatagramMessage(stream: 2, number: 0x0102_0304_0506_0708)
        #expect(datagram.bytes.count == DatagramMessage.size)
        #expect(DatagramMessage(datagram.bytes[...]) == datagram)
        let request = ConnectionRequest(connection: 9, number: .max)
        #expect(ConnectionRequest(([0] + request.bytes).dropFirst()) == request)
        let answer = ConnectionAnswer(request: request, member: 8)
        #expect(answer.bytes.count == ConnectionAnswer.size)
        #expect(ConnectionAnswer(answer.bytes[...]) == answer)
    }

    @Test func `what is no datagram of a soak is told apart`() {
        let bytes = DatagramMessage(stream: 1, number: 1).bytes
        #expect(DatagramMessage(bytes.dropLast()) == nil)
        #expect(DatagramMessage([1] + bytes.dropFirst()) == nil)
    }

    @Test func `the pace is even, and time without a turn is made up for by one burst at most`() {
        var pace = Pace(rate: 1000)
        #expect(pace.due(1_000_000_000) == 1)
        #expect(pace.due(1_000_500_000) == 0)
        #expect(pace.due(1_001_000_000) == 1)
        #expect(pace.due(1_005_000_000) == 4)
        #expect(pace.due(60_000_000_000) == Pace.burst)
        let later = (1...10).map { pace.due(60_000_000_000 + $0 * 1_000_000) }.reduce(0, +)
        #expect(later <= Pace.burst + 10)
    }

    @Test func `the kernel's counters of UDP are found by name`() throws {
        let text = """
            Tcp: RtoAlgorithm InCsumErrors
            Tcp: 1 99
            Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
            Udp: 10 1 2 11 3 4 5
            """
        let ipv6 = """
            Icmp6InCsumErrors  98
            Udp6RcvbufErrors 	7
            Udp6InCsumErrors 	8
            """
        let counters = try #require(UDPCounters(text, ipv6: ipv6))
        #expect(counters.receiveBufferErrors == 10)
        #expect(counters.checksumErrors == 13)
        #expect(UDPCounters("Udp: RcvbufErrors\nUdp: x", ipv6: ipv6) == nil)
        #expect(UDPCounters(text, ipv6: "") == nil)
    }
}
