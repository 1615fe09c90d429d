import Resources

/// The daemon's answer about a document that was or would be written, for people.
struct BatchReport {
    /// The answer as it came.
    let answer: JSONValue

    private var changes: [JSONValue] { answer["changes"]?.elements ?? [] }

    /// The changes that are not none.
    private var real: [JSONValue] { changes.filter { $0["action"]?.stringValue != "none" } }

    /// Whether something changes.
    var hasChanges: Bool { !real.isEmpty }

    /// Why the data plane does not carry it; `nil` when it does.
    var failure: String? {
        guard let failure = answer["failure"] else { return nil }
        let code = failure["code"]?.stringValue ?? "Failed"
        return "(\(code)) \(failure["message"]?.stringValue ?? "")"
    }

    /// A line for each change, and what there is to know beside.
    func summary(done: Bool) -> String {
        var lines = real.map { "\(Self.sign($0)) \(Self.title($0))" }
        let kept = changes.count - real.count
        if lines.isEmpty {
            lines.append("No changes.")
        } else {
            let counts = ["create", "update", "delete"].compactMap { action -> String? in
                let count = real.count { $0["action"]?.stringValue == action }
                guard count > 0 else { return nil }
                return "\(count) \(done ? "\(action)d" : "to \(action)")"
            }
            lines.append((counts + (kept > 0 ? ["\(kept) unchanged"] : [])).joined(separator: ", "))
        }
        return (lines + notes).joined(separator: "\n") + "\n"
    }

    /// The changes property by property.
    func difference() -> String {
        var lines: [String] = []
        for change in real {
            lines.append("\(Self.sign(change)) \(Self.title(change))")
            let before = change["before"] ?? .null
            let after = change["after"] ?? .null
            lines += PropertyDifference(before: before, after: after).lines.map { "  \($0)" }
        }
        if lines.isEmpty { lines.append("No changes.") }
        return (lines + notes).joined(separator: "\n") + "\n"
    }

    /// What the data plane's tables would see.
    func tables() -> String {
        guard let tables = answer["tables"] else { return "" }
        let edits = Self.count(tables["edits"])
        var lines = [
            "tables: \(edits) \(edits == 1 ? "edit" : "edits"), "
                + "\(Self.count(tables["slotsMoved"])) of \(Self.count(tables["slotsTotal"])) slots "
                + "moved, \(Self.share(tables["flowsMoved"])) of new flows"
        ]
        for rule in tables["rules"]?.elements ?? [] where Self.count(rule["slotsMoved"]) > 0 {
            lines.append(
                "  \(rule["id"]?.stringValue ?? "?"): \(Self.count(rule["slotsMoved"])) slots, "
                    + "\(Self.share(rule["flowsMoved"])) of its new flows"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Warnings and what was left out.
    private var notes: [String] {
        let warnings = (answer["warnings"]?.elements ?? []).map { warning in
            "warning \(warning["code"]?.stringValue ?? "") \(warning["message"]?.stringValue ?? "")"
        }
        let ignored = (answer["ignored"]?.elements ?? []).compactMap(\.stringValue)
        return warnings + ignored.map { "left out, of a type that is not carried out: \($0)" }
    }

    private static func sign(_ change: JSONValue) -> String {
        switch change["action"]?.stringValue {
        case "create": "+"
        case "delete": "-"
        default: "~"
        }
    }

    private static func title(_ change: JSONValue) -> String {
        let id = change["id"]?.stringValue ?? ""
        let parts = id.split(separator: "/").map(String.init)
        let type = change["type"]?.stringValue ?? ""
        let group = parts.count > 3 ? parts[3] : ""
        return "\(type) \(Column.name(id)) (\(group))"
    }

    private static func count(_ value: JSONValue?) -> Int {
        guard case .integer(let count)? = value else { return 0 }
        return count
    }

    private static func share(_ value: JSONValue?) -> String {
        let share: Double =
            switch value {
            case .number(let number)?: number
            case .integer(let number)?: Double(number)
            default: 0
            }
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
