import Linux

/// Brings a guest to where it must be, and writes down what it changed.
///
/// It works in the network namespace of the thread that calls it.
public struct GuestConfigurator: Sendable {
    private let files: GuestFiles
    private let recordFile: GuestRecordFile

    /// Makes a configurator of the guest with these files and this record.
    public init(files: GuestFiles, recordFile: GuestRecordFile) {
        self.files = files
        self.recordFile = recordFile
    }

    /// What would be done, from the state that the guest has now.
    public func plan(
        _ options: GuestPlanner.Options = .init(),
        requirement: (GuestState) throws -> GuestRequirement
    ) throws -> GuestPlan {
        let state = try GuestStateReader(files: files).read()
        return GuestPlanner.plan(
            try requirement(state),
            state: state,
            record: try recordFile.read(),
            options: options
        )
    }

    /// Makes the plan's changes in their order; each is in the record before it is made.
    ///
    /// `report` is told of each step that has been made. A step that fails ends it: what was made
    /// before stays, and can be taken back.
    public func apply(_ plan: GuestPlan, report: (GuestStep) -> Void = { _ in }) throws {
        guard !plan.steps.isEmpty || !plan.abandoned.isEmpty else { return }
        var record = try recordFile.read()
        let changer = try GuestChanger(files: files)
        for step in plan.steps {
            let before = record
            record.add(step.change)
            // An undoing leaves the record only once it has happened.
            let isUndoing = record.changes.count < before.changes.count
            if !isUndoing { try recordFile.write(record) }
            try changer.make(step.change)
            if isUndoing { try recordFile.write(record) }
            report(step)
        }
        record.forget(plan.abandoned)
        try recordFile.write(record)
    }
}
