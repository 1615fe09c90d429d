/// All of a soak's traffic: numbered datagrams and long connections.
package final class SoakTraffic: Sendable {
    /// What the traffic came to.
    package struct Outcome: Sendable {
        /// What a numbered stream came to.
        package struct Stream: Sendable {
            package let name: String
            package let ledger: DatagramLedger

            package init(name: String, ledger: DatagramLedger) {
                self.name = name
                self.ledger = ledger
            }
        }

        package var streams: [Stream]
        /// Datagrams that arrived at a member whose socket had no room.
        package var bufferOverflows: UInt64 = 0
        package var tally = ConnectionTally()
        /// Connections that are open at the end, and those of them that were so from the beginning.
        package var open = 0
        package var lasting = 0

        package init(streams: [Stream]) {
            self.streams = streams
        }
    }

    let population: ConnectionPopulation
    private let site: SoakSite
    private let servers: ConnectionServers
    private let streams: DatagramStreams
    private let overflowsBefore: UInt64

    /// Starts everything and returns when most connections are open.
    package init(_ site: SoakSite, _ options: SoakOptions) throws {
        try OpenFiles.allow(4 * options.connections + 2000)
        self.site = site
        servers = try ConnectionServers(SoakSitePlan.connectionRules, site: site)
        population = ConnectionPopulation(
            options.connections,
            rules: SoakSitePlan.connectionRules,
            site: site,
            servers: servers,
            seed: options.seed
        )
        do {
            // The rest are on their way: some are closed and opened again all the time.
            try population.waitForOpen(options.connections * 9 / 10)
            overflowsBefore = try site.receiveBufferOverflows()
            streams = try DatagramStreams(
                SoakSitePlan.streams,
                site: site,
                rate: options.datagramsPerSecond
            )
        } catch {
            population.stop()
            servers.stop()
            throw error
        }
    }

    /// Where the traffic is, in words.
    package var progress: String {
        let ledgers = streams.now
        let board = population.now
        return "\(ledgers.reduce(0) { $0 + $1.sent }) datagrams sent, "
            + "\(ledgers.reduce(0) { $0 + $1.missing }) not arrived, "
            + "\(board.open) connections open, \(board.tally.failed) failed"
    }

    /// Datagrams that were sent and have not arrived, so far.
    package var missingDatagrams: UInt64 { streams.now.reduce(0) { $0 + $1.missing } }

    /// What became of the connections so far.
    package var tally: ConnectionTally { population.now.tally }

    /// Has every connection ask once more, lets the last datagrams arrive, and stops.
    package func finish() throws -> Outcome {
        let board = try population.finish()
        let ledgers = streams.finish()
        var outcome = Outcome(
            streams: zip(SoakSitePlan.streams, ledgers).map { .init(name: $0.name, ledger: $1) }
        )
        outcome.bufferOverflows = try site.receiveBufferOverflows() - overflowsBefore
        outcome.tally = board.tally
        outcome.open = board.open
        outcome.lasting = board.lasting
        stop()
        return outcome
    }

    /// Stops at once.
    package func stop() {
        streams.stop()
        population.stop()
        servers.stop()
    }
}
