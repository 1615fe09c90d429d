/// How a server leaves.
enum Death: String, CaseIterable, Sendable {
    /// Its process ends by SIGKILL: the machine refuses connections.
    case killed
    /// The machine's link goes down: nothing answers.
    case silent
}
