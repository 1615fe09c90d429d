import Addresses
import Foundation
import Readiness

/// What the daemon last did, for `apus status` and `apus reload`.
public struct StatusReport: Codable, Equatable, Sendable {
    /// How often the daemon has tried to apply a configuration since it started.
    public var attempt: Int
    /// The daemon's process identifier.
    public var processID: Int32
    /// Why the last attempt was refused; `nil` when it was applied.
    public var refusal: String?
    /// Findings that do not keep the configuration from being applied.
    public var warnings: [String]
    /// The rules of the configuration that is applied.
    public var rules: [Rule]
    /// Machines that say that they have a frontend's address.
    public var claims: [FrontendClaim]
    /// The members whose Ethernet address has changed, the latest last.
    public var ethernetChanges: [EthernetChange]

    enum CodingKeys: String, CodingKey {
        case attempt, processID, refusal, warnings, rules, claims, ethernetChanges
    }

    /// A rule that is applied.
    public struct Rule: Codable, Equatable, Sendable {
        /// The rule's ARM id.
        public var id: String
        /// The index of its counters.
        public var index: UInt32
        /// The members that new flows may reach, as text.
        public var members: [String]
        /// The members whose Ethernet address is not known yet.
        public var unresolvedMembers: [String]
        /// The health of all members; empty for a rule without a probe.
        public var health: [Member]
        /// What was found of the members; empty for a rule without Floating IP.
        public var readiness: [ReadinessFinding]

        enum CodingKeys: String, CodingKey {
            case id, index, members, unresolvedMembers, health, readiness
        }

        /// The report without what is found of members, which goes on changing by itself.
        public var carried: Rule {
            var rule = self
            (rule.health, rule.readiness) = ([], [])
            return rule
        }

        /// Makes a rule's report.
        public init(
            id: String,
            index: UInt32,
            members: [String],
            unresolvedMembers: [String],
            health: [Member] = [],
            readiness: [ReadinessFinding] = []
        ) {
            self.id = id
            self.index = index
            self.members = members
            self.unresolvedMembers = unresolvedMembers
            self.health = health
            self.readiness = readiness
        }
    }

    /// Makes a report.
    public init(
        attempt: Int,
        processID: Int32,
        refusal: String?,
        warnings: [String],
        rules: [Rule],
        claims: [FrontendClaim] = [],
        ethernetChanges: [EthernetChange] = []
    ) {
        self.attempt = attempt
        self.processID = processID
        self.refusal = refusal
        self.warnings = warnings
        self.rules = rules
        self.claims = claims
        self.ethernetChanges = ethernetChanges
    }

    /// The report's file in the daemon's folder.
    public static func file(state folder: String) -> URL {
        URL(filePath: folder).appending(path: "status.json")
    }

    /// Reads the daemon's report; `nil` when no daemon has written one.
    public static func read(state folder: String) throws -> StatusReport? {
        let file = file(state: folder)
        guard FileManager.default.fileExists(atPath: file.path()) else { return nil }
        return try JSONDecoder().decode(StatusReport.self, from: Data(contentsOf: file))
    }

    /// The report with each command once.
    ///
    /// A guest needs one command for all that it must own, which may be long, and be said of each of
    /// its three hundred rules.
    var withoutRepeatedCommands: StatusReport {
        var report = self
        // Few a member, and copies of one text, which are equal at a glance.
        var said: [IPAddress: [String]] = [:]
        for rule in report.rules.indices {
            for finding in report.rules[rule].readiness.indices {
                let found = report.rules[rule].readiness[finding]
                guard let command = found.command else { continue }
                if said[found.member]?.contains(command) == true {
                    report.rules[rule].readiness[finding].command = nil
                } else {
                    said[found.member, default: []].append(command)
                }
            }
        }
        return report
    }

    /// Writes the report; a reader sees the old one or the new one, never half of it.
    public func write(state folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: Self.file(state: folder), options: .atomic)
    }
}
