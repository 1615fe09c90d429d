public import Addresses

extension FirewallRules {
    /// Reads what `iptables-save` or one of its relatives prints (iptables-extensions(8)).
    ///
    /// `command` is the program that changes those rules. What is not understood becomes a condition
    /// that cannot be decided.
    public static func iptables(
        _ text: String,
        command: String,
        version: IPVersion
    ) -> FirewallRules {
        var rules = FirewallRules()
        var table = ""
        var places: [String: Int] = [:]
        let isUFW = text.contains(":ufw-") || text.contains(":ufw6-")
        for line in text.split(separator: "\n") {
            if line.hasPrefix("*") {
                table = String(line.dropFirst())
            } else if line.hasPrefix(":") {
                let words = line.dropFirst().split(separator: " ")
                guard words.count > 1 else { continue }
                let name = String(words[0])
                var chain = FirewallChain(
                    place: isUFW ? .ufw : .iptables(command: command),
                    table: table,
                    name: name,
                    versions: [version]
                )
                let isInput = table == "filter" && name == "INPUT"
                let isEarly = (table == "raw" || table == "mangle") && name == "PREROUTING"
                chain.isBase = isInput || isEarly || (table == "mangle" && name == "INPUT")
                chain.dropsByDefault = words[1] == "DROP"
                places["\(table) \(name)"] = rules.chains.count
                rules.chains.append(chain)
            } else if line.hasPrefix("-A ") {
                var reader = IptablesRuleReader(line, version: version)
                guard let (name, rule) = reader.read(), let index = places["\(table) \(name)"]
                else { continue }
                rules.chains[index].rules.append(rule)
            }
        }
        return rules
    }
}

/// Reads one line of `iptables-save`.
private struct IptablesRuleReader {
    private var words: ArraySlice<String>
    private let version: IPVersion
    private var conditions: [FirewallChain.Condition] = []

    init(_ line: Substring, version: IPVersion) {
        words = Self.words(line)[...]
        self.version = version
    }

    /// The chain's name and the rule; `nil` for a rule that decides nothing.
    mutating func read() -> (String, FirewallChain.Rule)? {
        words = words.dropFirst()
        guard let chain = words.popFirst() else { return nil }
        var isNegated = false
        while let word = words.popFirst() {
            switch word {
            case "!":
                isNegated = true
                continue
            case "-j", "-g":
                guard let target = words.popFirst(),
                    let verdict = verdict(target, isFinal: word == "-g")
                else { return nil }
                return (chain, .init(conditions, verdict))
            case "-m": _ = words.popFirst()
            case "--comment": _ = words.popFirst()
            default: conditions.append(condition(word, isNegated))
            }
            isNegated = false
        }
        return nil
    }

    private mutating func verdict(_ target: String, isFinal: Bool) -> FirewallChain.Verdict? {
        switch target {
        case "ACCEPT": .accept
        case "DROP", "REJECT": .drop
        case "RETURN": .leave
        case "LOG", "NFLOG", "MARK", "CONNMARK", "TRACE", "NOTRACK", "CT": nil
        case "NFQUEUE", "QUEUE", "SYNPROXY", "TARPIT": .unknown
        default: .jump(target, isFinal: isFinal)
        }
    }

    private mutating func condition(
        _ option: String,
        _ isNegated: Bool
    ) -> FirewallChain.Condition {
        var values: [String] = []
        while let next = words.first, !next.hasPrefix("-"), next != "!" {
            values.append(next)
            words = words.dropFirst()
        }
        let value = values.first ?? ""
        switch option {
        case "-p": return .transport([value], isNegated: isNegated)
        case "-i":
            guard !value.hasSuffix("+") else { return .unknown }
            return .interface([value], isNegated: isNegated)
        case "-d":
            let whole = "\(value)/\(version.bitWidth)"
            guard let prefix = IPPrefix(value) ?? IPPrefix(whole) else { return .unknown }
            return .destination([prefix], isNegated: isNegated)
        case "--dport", "--dports":
            let ranges = value.split(separator: ",").map(Self.range)
            let known = ranges.compactMap(\.self)
            guard known.count == ranges.count else { return .unknown }
            return .port(known, isNegated: isNegated)
        case "--ctstate", "--state":
            let names = value.split(separator: ",")
            return .state(includesNew: names.contains("NEW") != isNegated)
        case "--tcp-flags" where values.count == 2:
            // The first packet of a connection has SYN alone of these.
            let mask = Set(values[0].split(separator: ","))
            let set = Set(values[1].split(separator: ",").filter { $0 != "NONE" })
            return .state(includesNew: (set == mask.intersection(["SYN"])) != isNegated)
        case "--dst-type":
            // What comes to a frontend is the guest's own: the address is on its loopback interface.
            let isLocal = value.split(separator: ",").contains("LOCAL")
            return .state(includesNew: isLocal != isNegated)
        case "--rt-type":
            // No client's connection begins with a routing header, and only such packets match.
            return .state(includesNew: false)
        case "--reject-with": return .state(includesNew: true)
        default: return .unknown
        }
    }

    private static func range(_ text: Substring) -> ClosedRange<UInt16>? {
        let ends = text.split(separator: ":").compactMap { UInt16($0) }
        guard let first = ends.first, let last = ends.last, ends.count <= 2, first <= last else {
            return nil
        }
        return first...last
    }

    /// The words of a line, where quotes keep one together.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
                word = word ?? ""
            } else if character == " ", !isQuoted {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
