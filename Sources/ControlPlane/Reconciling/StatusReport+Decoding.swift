import Readiness

extension StatusReport {
    /// Reads a report, also one of a daemon that knew nothing of readiness yet.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            attempt: try values.decode(Int.self, forKey: .attempt),
            processID: try values.decode(Int32.self, forKey: .processID),
            refusal: try values.decodeIfPresent(String.self, forKey: .refusal),
            warnings: try values.decode([String].self, forKey: .warnings),
            rules: try values.decode([Rule].self, forKey: .rules),
            claims: try values.decodeIfPresent([FrontendClaim].self, forKey: .claims) ?? [],
            ethernetChanges: try values.decodeIfPresent(
                [EthernetChange].self,
                forKey: .ethernetChanges
            ) ?? []
        )
    }
}

extension StatusReport.Rule {
    /// Reads a rule's report, also one of a daemon that knew nothing of readiness yet.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try values.decode(String.self, forKey: .id),
            index: try values.decode(UInt32.self, forKey: .index),
            members: try values.decode([String].self, forKey: .members),
            unresolvedMembers: try values.decode([String].self, forKey: .unresolvedMembers),
            health: try values.decode([StatusReport.Member].self, forKey: .health),
            readiness: try values.decodeIfPresent([ReadinessFinding].self, forKey: .readiness)
                ?? []
        )
    }
}
