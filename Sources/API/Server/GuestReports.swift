import ControlPlane

/// The latest report of each guest; they are lost when the daemon ends, and come again.
public actor GuestReports {
    /// The most guests whose reports are kept.
    private static let limit = 10_000
    /// The most things that a report may name.
    static let items = 200

    private var reports: [String: GuestReport] = [:]

    /// No guest has reported yet.
    public init() {}

    /// Keeps a guest's report in place of an older one; `false` when there is no room.
    func put(_ report: GuestReport, of address: String) -> Bool {
        guard reports[address] != nil || reports.count < Self.limit else { return false }
        reports[address] = report
        return true
    }

    /// The reports by the text of the guest's address.
    public var all: [String: GuestReport] { reports }
}
