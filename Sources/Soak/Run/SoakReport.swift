/// What a soak has seen, and whether it is as it must be.
package struct SoakReport: Sendable {
    package let seed: UInt64
    package let seconds: Double
    package let journal: ChangeJournal
    package let traffic: SoakTraffic.Outcome

    package init(
        seed: UInt64,
        seconds: Double,
        journal: ChangeJournal,
        traffic: SoakTraffic.Outcome
    ) {
        self.seed = seed
        self.seconds = seconds
        self.journal = journal
        self.traffic = traffic
    }

    private var streams: [SoakTraffic.Outcome.Stream] { traffic.streams }
    private var tally: ConnectionTally { traffic.tally }

    /// Datagrams that were sent and arrived at no member.
    ///
    /// What a socket had no room for had arrived; no count says which stream that was of.
    package var lost: UInt64 {
        let missing = streams.reduce(0) { $0 + $1.ledger.missing }
        return missing > traffic.bufferOverflows ? missing - traffic.bufferOverflows : 0
    }

    /// Everything that must not be, each with the step that came before it.
    package var violations: [String] {
        var found: [String] = []
        if lost > 0 {
            for stream in streams {
                found += stream.ledger.firstMissing(10).map { number in
                    let period = stream.ledger.period(of: number)
                    let cause = journal.explanation(from: period.from, to: period.to)
                    return "datagram \(number) of \(stream.name) is lost, sent \(cause)"
                }
            }
        }
        for stream in streams {
            let (repeated, misdirected) = (stream.ledger.repeated, stream.ledger.misdirected)
            if repeated > 0 { found.append("\(repeated) datagrams of \(stream.name) came twice") }
            if misdirected > 0 {
                found.append("\(misdirected) datagrams came to the wrong place for \(stream.name)")
            }
        }
        return found + tally.cases.map(explain)
    }

    private func explain(_ failed: ConnectionTally.Case) -> String {
        let member = failed.member.map { "member \($0)" } ?? "no member yet"
        let cause = journal.explanation(from: failed.from, to: failed.to)
        return "connection \(failed.connection) of \(failed.rule), \(member), was "
            + "\(failed.failure.rawValue)\(failed.detail.isEmpty ? "" : " (\(failed.detail))"), last well before or \(cause)"
    }

    /// The report for a person.
    package var text: String {
        var lines = ["seed \(seed), \(Int(seconds.rounded())) s"]
        lines.append("")
        for kind in ChangeKind.allCases {
            lines.append("  \(Self.right(journal.counts[kind] ?? 0, 10))  \(kind.rawValue)")
        }
        lines.append("  \(Self.right(journal.configurationChanges, 10))  configuration changes")
        for rest in journal.rests {
            lines.append("  in a rest, unsettled slots: \(rest.before) before, \(rest.after) after")
        }
        lines.append("")
        lines.append("  datagrams              sent   received   lost  repeated  misdirected")
        for stream in streams {
            let ledger = stream.ledger
            let name = stream.name + String(repeating: " ", count: max(0, 18 - stream.name.count))
            let counts = [
                Self.right(ledger.sent, 9), Self.right(ledger.received, 11),
                Self.right(ledger.missing, 7), Self.right(ledger.repeated, 10),
                Self.right(ledger.misdirected, 13),
            ]
            lines.append("  \(name)\(counts.joined())")
        }
        lines.append("  in full socket buffers at the members: \(traffic.bufferOverflows)")
        lines.append("")
        lines.append(
            "  connections: \(traffic.open) open at the end, \(traffic.lasting) of them from the beginning"
        )
        lines.append(
            "    opened \(tally.opened), closed \(tally.closed), answers \(tally.exchanges)"
        )
        lines.append("    " + Self.failures(tally.failures))
        let apart = Self.failures(tally.failuresAfterRemoval)
        lines.append(
            "    after their member was removed: \(apart), still answered "
                + "\(tally.answersAfterRemoval)"
        )
        return lines.joined(separator: "\n")
    }

    private static func failures(_ counts: [ConnectionTally.Failure: Int]) -> String {
        ConnectionTally.Failure.allCases.map { "\($0.rawValue) \(counts[$0] ?? 0)" }
            .joined(separator: ", ")
    }

    private static func right(_ number: some BinaryInteger, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
