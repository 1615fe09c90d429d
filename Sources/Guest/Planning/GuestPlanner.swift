import Addresses

/// Works out what leads a guest from its state to what is required of it.
///
/// Values in, a plan out: nothing is read or changed here.
public struct GuestPlanner {
    /// What the operator decided.
    public struct Options: Hashable, Sendable {
        /// Whether ports may be opened in the guest's firewall.
        public var opensFirewall = false
        /// Whether files are written, so that everything outlives a reboot.
        public var isPersistent = true

        /// The options without which nothing is opened and everything is written.
        public init() {}
    }

    let requirement: GuestRequirement
    let state: GuestState
    let record: GuestRecord
    let options: Options
    var items: [GuestItem] = []
    var steps: [GuestStep] = []
    /// The subjects of recorded changes that are still needed.
    var kept: Set<String> = []

    private init(
        _ requirement: GuestRequirement,
        _ state: GuestState,
        _ record: GuestRecord,
        _ options: Options
    ) {
        self.requirement = requirement
        self.state = state
        self.record = record
        self.options = options
    }

    /// The plan for a requirement; for none of it, what takes back everything that was recorded.
    public static func plan(
        _ requirement: GuestRequirement,
        state: GuestState,
        record: GuestRecord = GuestRecord(),
        options: Options = Options()
    ) -> GuestPlan {
        var planner = GuestPlanner(requirement, state, record, options)
        // Before the addresses: else the guest would answer ARP for them for a moment.
        let settings = planner.examineSettings()
        for frontend in requirement.frontends { planner.examineAddress(frontend) }
        planner.examineFiles(settings)
        for frontend in requirement.frontends {
            planner.examineFirewall(frontend)
            planner.examineServices(frontend)
            planner.examineSource(frontend)
        }
        let abandoned = planner.takeBack()
        return GuestPlan(items: planner.items, steps: planner.steps, abandoned: abandoned)
    }

    /// Notes something that is missing, and the step that mends it.
    mutating func mend(_ subject: String, _ evidence: String, _ change: GuestChange) {
        let command = change.command ?? "apus guest apply"
        items.append(GuestItem(subject, .missing, evidence, command: command))
        steps.append(GuestStep(change, because: evidence))
    }

    /// Undoes what was recorded and is not needed any more, last change first.
    ///
    /// Returns the changes that are left alone: somebody has changed the same thing since.
    private mutating func takeBack() -> [GuestChange] {
        var abandoned: [GuestChange] = []
        for change in record.changes.reversed() where !kept.contains(change.subject) {
            switch present(change) {
            case .asLeft:
                steps.append(GuestStep(change.inverse, because: "no frontend needs it any more"))
            case .gone: abandoned.append(change)
            case .changed(let now):
                abandoned.append(change)
                let evidence = "it is \(now) now, which Apus did not do: it stays so"
                items.append(GuestItem(change.subject, .warning, evidence))
            }
        }
        return abandoned
    }

    private enum Presence {
        /// As the change left it.
        case asLeft
        /// Taken back by somebody already.
        case gone
        /// Something else.
        case changed(String)
    }

    private func present(_ change: GuestChange) -> Presence {
        switch change {
        case .addAddress(let address), .deprecate(let address):
            return loopbackAddress(address) == nil ? .gone : .asLeft
        case .removeAddress, .prefer, .removeFolder, .close: return .gone
        case .set(let path, let value, let before):
            let now = state.settings[path]
            if now == value { return .asLeft }
            return now == nil || now == before ? .gone : .changed(now ?? "")
        case .makeFolder(let path): return state.folders.contains(path) ? .asLeft : .gone
        case .write(let path, let contents, let before):
            let now = state.files[path]
            if now == contents { return .asLeft }
            return now == before ? .gone : .changed("another text")
        case .open: return .asLeft
        }
    }
}
