import ControlPlane

/// A diagnosis as a person reads it.
struct DoctorText {
    private let diagnosis: Diagnosis

    init(_ diagnosis: Diagnosis) {
        self.diagnosis = diagnosis
    }

    /// The steps under what they are about, each with what is to be done.
    var text: String {
        var text = "node\n" + diagnosis.node.map { Self.text($0, indent: "  ") }.joined()
        for rule in diagnosis.rules {
            text += "\(rule.id)\n"
            var member: String?
            for step in rule.steps {
                if let name = step.member, name != member { text += "  member \(name)\n" }
                member = step.member
                text += Self.text(step, indent: step.member == nil ? "  " : "    ")
            }
        }
        let failed = (diagnosis.node + diagnosis.rules.flatMap(\.steps)).count {
            $0.outcome == .failed
        }
        let word = failed == 1 ? "step" : "steps"
        return text + (failed == 0 ? "Nothing is in the way.\n" : "\(failed) \(word) failed.\n")
    }

    private static func text(_ step: DoctorStep, indent: String) -> String {
        var text = "\(indent)\(step.outcome.rawValue)  \(step.name): \(step.evidence)\n"
        let inner = indent + "        "
        if let remedy = step.remedy { text += "\(inner)\(remedy)\n" }
        if let command = step.command {
            let place = step.isForMember ? step.member ?? "the member" : "this node"
            text += "\(inner)run on \(place): \(command)\n"
        }
        return text
    }
}
