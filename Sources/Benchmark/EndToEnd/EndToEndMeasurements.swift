/// What the rounds have given so far.
struct EndToEndMeasurements {
    /// A contender under one kind of load.
    private struct Place: Hashable {
        let contender: String
        let load: WebLoad
    }

    private(set) var contenders: [String] = []
    private var rates: [Place: [Double]] = [:]
    private var times: [String: [Double]] = [:]
    /// Requests that had no answer, or not the right one.
    private(set) var failures: [String: Int] = [:]

    /// Takes down a round of requests.
    mutating func add(_ run: WebLoadRun, of contender: Contender, _ load: WebLoad) {
        if !contenders.contains(contender.name) { contenders.append(contender.name) }
        rates[Place(contender: contender.name, load: load), default: []].append(run.perSecond)
        failures[contender.name, default: 0] += run.failures
    }

    /// Takes down the node's CPU time for a connection.
    mutating func add(microseconds: Double, of contender: Contender) {
        times[contender.name, default: []].append(microseconds)
    }

    /// Requests a second.
    func rate(_ contender: String, _ load: WebLoad) -> Double {
        rates[Place(contender: contender, load: load)].map(Median.of) ?? .nan
    }

    /// A contender's rate over a second one's, round by round.
    func rate(_ contender: String, over other: String, _ load: WebLoad) -> Double {
        let own = rates[Place(contender: contender, load: load)] ?? []
        let others = rates[Place(contender: other, load: load)] ?? []
        return Median.ofQuotients(own, over: others)
    }

    /// The node's CPU time for a connection, in microseconds; `nil` where no node is.
    func microseconds(_ contender: String) -> Double? {
        times[contender].map(Median.of)
    }
}
