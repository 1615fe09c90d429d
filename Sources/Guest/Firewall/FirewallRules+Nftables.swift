import Addresses
public import Resources

extension FirewallRules {
    /// Reads what `nft -j list ruleset` prints (libnftables-json(5)).
    ///
    /// What is not understood becomes a condition that cannot be decided. Tables that iptables keeps
    /// in nftables are left out when `skipped` names them, as `ip filter`.
    public static func nftables(
        _ json: JSONValue,
        skipping skipped: Set<String> = []
    ) -> FirewallRules {
        var rules = FirewallRules()
        var places: [String: Int] = [:]
        for entry in json.at("nftables").elements {
            if let chain = nftChain(entry.at("chain")), !skipped.contains(chain.table) {
                places["\(chain.table) \(chain.name)"] = rules.chains.count
                rules.chains.append(chain)
            }
            let rule = entry.at("rule")
            guard let family = rule.at("family").stringValue,
                let table = rule.at("table").stringValue,
                let name = rule.at("chain").stringValue,
                let index = places["\(family) \(table) \(name)"],
                case let read = nftRules(rule.at("expr").elements)
            else { continue }
            rules.chains[index].rules += read
        }
        return rules
    }

    private static func nftChain(_ json: JSONValue) -> FirewallChain? {
        guard let family = json.at("family").stringValue, let table = json.at("table").stringValue,
            let name = json.at("name").stringValue
        else { return nil }
        let versions: Set<IPVersion>
        switch family {
        case "ip": versions = [.ipv4]
        case "ip6": versions = [.ipv6]
        case "inet": versions = [.ipv4, .ipv6]
        default: return nil
        }
        let owner: FirewallOpening.Place =
            table == "firewalld"
            ? .firewalld : .nftables(family: family, table: table, chain: name)
        var chain = FirewallChain(
            place: owner,
            table: "\(family) \(table)",
            name: name,
            versions: versions
        )
        let hook = json.at("hook").stringValue
        chain.isBase =
            json.at("type").stringValue == "filter" && (hook == "input" || hook == "prerouting")
        chain.dropsByDefault = json.at("policy").stringValue == "drop"
        return chain
    }

    /// What a rule decides: nothing for a counter, several things for a map of verdicts.
    private static func nftRules(_ expressions: [JSONValue]) -> [FirewallChain.Rule] {
        var conditions: [FirewallChain.Condition] = []
        for expression in expressions {
            guard case .object(let members) = expression, let (key, value) = members.first else {
                conditions.append(.unknown)
                continue
            }
            if let verdict = nftVerdict(expression) { return [.init(conditions, verdict)] }
            switch key {
            case "match": conditions += nftConditions(value)
            case "counter", "log", "comment", "mangle", "notrack": break
            case "vmap":
                return value.at("data", "set").elements.map { pair in
                    let match: JSONValue = .object([
                        "op": .string("=="), "left": value.at("key"),
                        "right": pair.elements.first ?? .null,
                    ])
                    let verdict = pair.elements.last.flatMap(nftVerdict) ?? .unknown
                    return .init(conditions + nftConditions(match), verdict)
                }
            case "queue", "xt", "synproxy":
                return [.init(conditions + [.unknown], .unknown)]
            default: conditions.append(.unknown)
            }
        }
        return []
    }

    private static func nftVerdict(_ expression: JSONValue) -> FirewallChain.Verdict? {
        guard case .object(let members) = expression, let (key, value) = members.first else {
            return nil
        }
        switch key {
        case "accept": return .accept
        case "drop", "reject": return .drop
        case "return": return .leave
        case "jump", "goto":
            return .jump(value.at("target").stringValue ?? "", isFinal: key == "goto")
        default: return nil
        }
    }

    /// The conditions of a match: also that of its protocol, which nft leaves out where it follows.
    private static func nftConditions(_ match: JSONValue) -> [FirewallChain.Condition] {
        let implied: [FirewallChain.Condition]
        switch match.at("left", "payload", "protocol").stringValue {
        case "ip": implied = [.version(.ipv4)]
        case "ip6": implied = [.version(.ipv6)]
        // Any transport with ports, or a header below all of them.
        case "th", "ether", "vlan", nil: implied = []
        case let name?: implied = [.transport([name], isNegated: false)]
        }
        return implied + [nftCondition(match)]
    }

    private static func nftCondition(_ match: JSONValue) -> FirewallChain.Condition {
        let isNegated = match.at("op").stringValue == "!="
        guard isNegated || match.at("op").stringValue == "==" || match.at("op").stringValue == "in"
        else {
            return .unknown
        }
        let left = match.at("left")
        let values = match.at("right", "set").elements
        let right = values.isEmpty ? [match.at("right")] : values
        switch (left.at("payload", "protocol").stringValue, left.at("payload", "field").stringValue)
        {
        case ("tcp", "dport"), ("udp", "dport"), ("th", "dport"):
            return ports(right, isNegated)
        case ("ip", "daddr"), ("ip6", "daddr"):
            return destinations(right, isNegated)
        case ("ip", "protocol"), ("ip6", "nexthdr"):
            return words(right).map { .transport($0, isNegated: isNegated) } ?? .unknown
        default: break
        }
        if left.at("ct", "key").stringValue == "state" {
            let states = match.at("right").elements.isEmpty ? right : match.at("right").elements
            guard let names = words(states) else { return .unknown }
            return .state(includesNew: names.contains("new") != isNegated)
        }
        if left.at("ct", "key").stringValue == "status", words(right) == ["dnat"] {
            // What has been translated went to another address before, not to a frontend's.
            return .state(includesNew: isNegated)
        }
        guard let key = left.at("meta", "key").stringValue, let names = words(right) else {
            return .unknown
        }
        switch key {
        case "l4proto": return .transport(names, isNegated: isNegated)
        case "iifname", "iif":
            guard !names.contains(where: { $0.contains("*") }) else { return .unknown }
            return .interface(names, isNegated: isNegated)
        case "nfproto":
            guard !isNegated, names.count == 1 else { return .unknown }
            return .version(names.contains("ipv4") ? .ipv4 : .ipv6)
        default: return .unknown
        }
    }

    private static func ports(
        _ values: [JSONValue],
        _ isNegated: Bool
    ) -> FirewallChain.Condition {
        var ranges: [ClosedRange<UInt16>] = []
        for value in values {
            let ends = value.at("range").elements.compactMap(\.number)
            if let port = value.number {
                ranges.append(port...port)
            } else if ends.count == 2, ends[0] <= ends[1] {
                ranges.append(ends[0]...ends[1])
            } else {
                return .unknown
            }
        }
        return .port(ranges, isNegated: isNegated)
    }

    private static func destinations(
        _ values: [JSONValue],
        _ isNegated: Bool
    ) -> FirewallChain.Condition {
        var prefixes: [IPPrefix] = []
        for value in values {
            let prefix = value.at("prefix")
            if let text = value.stringValue, let address = IPAddress(text),
                let whole = IPPrefix(address: address, length: address.version.bitWidth)
            {
                prefixes.append(whole)
            } else if let text = prefix.at("addr").stringValue, let address = IPAddress(text),
                let length = prefix.at("len").number,
                let part = IPPrefix(address: address, length: Int(length))
            {
                prefixes.append(part)
            } else {
                return .unknown
            }
        }
        return .destination(prefixes, isNegated: isNegated)
    }

    /// The values as words; `nil` when one of them is none, such as the name of a set.
    private static func words(_ values: [JSONValue]) -> Set<String>? {
        let words = values.compactMap(\.stringValue)
        guard words.count == values.count, !words.contains(where: { $0.hasPrefix("@") }) else {
            return nil
        }
        return Set(words)
    }
}

extension JSONValue {
    /// The member that these names lead to; `null` when there is none.
    fileprivate func at(_ names: String...) -> JSONValue {
        names.reduce(self) { $0[$1] ?? .null }
    }

    fileprivate var number: UInt16? {
        if case .integer(let number) = self { UInt16(exactly: number) } else { nil }
    }
}
