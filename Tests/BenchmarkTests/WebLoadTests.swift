import Testing

@testable import Benchmark

/// What wrk prints, and what is made of it.
struct WebLoadTests {
    private static let quiet = """
        Running 2s test @ http://192.0.2.100/
          1 threads and 64 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     1.77ms  615.62us  11.68ms   87.02%
            Req/Sec    16.72k   834.12    18.01k    72.50%
          33279 requests in 2.00s, 4.98MB read
        Requests/sec:  16634.21
        Transfer/sec:      2.49MB
        """

    @Test func `counts and rates are read`() throws {
        let run = try WebLoadRun(printed: Self.quiet)
        #expect(run.requests == 33_279)
        #expect(run.perSecond == 16_634.21)
        #expect(run.failures == 0)
    }

    @Test func `whatever went wrong is counted`() throws {
        let text =
            Self.quiet + "\n  Socket errors: connect 1, read 2, write 0, timeout 4\n"
            + "  Non-2xx or 3xx responses: 8\n"
        #expect(try WebLoadRun(printed: text).failures == 15)
    }

    @Test(arguments: ["", "unable to connect to 192.0.2.100:80 Connection refused"])
    func `a run without an answer is an error`(text: String) {
        #expect(throws: BenchmarkError.self) { try WebLoadRun(printed: text) }
    }

    @Test func `ratios are taken to direct connections and to Apus`() {
        var measured = EndToEndMeasurements()
        let names = EndToEndLab.Name.self
        let rates = [(names.direct, 100.0), (names.apus, 96), (names.haproxy, 50)]
        for (name, rate) in rates {
            let contender = Contender(name: name, url: "", interface: nil, processes: [])
            for load in WebLoad.allCases {
                measured.add(WebLoadRun(requests: 1, perSecond: rate), of: contender, load)
            }
            if name != names.direct {
                measured.add(microseconds: name == names.apus ? 5 : 14, of: contender)
            }
        }
        let results = EndToEndFigures(measured).results
        func result(_ name: String) -> BenchmarkResult? { results.first { $0.name == name } }
        #expect(result("connections, Apus over direct")?.met == true)
        #expect(result("connections, HAProxy over direct")?.met == nil)
        let time = result("node's CPU time a connection, HAProxy over Apus")
        #expect(time?.value == 2.8 && time?.met == false)
        #expect(result("node's CPU time a connection, direct") == nil)
    }

    @Test func `a machine that slows down between rounds does not move a ratio`() {
        var measured = EndToEndMeasurements()
        let names = EndToEndLab.Name.self
        for speed in [1.0, 0.5, 0.25] {
            for (name, rate) in [(names.direct, 100.0), (names.apus, 96)] {
                let contender = Contender(name: name, url: "", interface: nil, processes: [])
                let run = WebLoadRun(requests: 1, perSecond: rate * speed)
                measured.add(run, of: contender, .newConnections)
            }
        }
        #expect(measured.rate(names.apus, over: names.direct, .newConnections) == 0.96)
    }
}
