/// The checks of a case, told to the reader as they are made.
struct Checklist {
    private(set) var checks: [Check] = []
    private let narrator: Narrator

    init(_ narrator: Narrator) {
        self.narrator = narrator
    }

    /// Adds a check.
    mutating func expect(_ passed: Bool, _ name: String, seen: String) {
        let check = Check(name: name, passed: passed, seen: seen)
        checks.append(check)
        narrator.line("  \(check)")
    }
}
