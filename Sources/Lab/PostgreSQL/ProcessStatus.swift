import Foundation

/// What `/proc/PID/stat` says of a process (`proc(5)`).
struct ProcessStatus: Hashable, Sendable {
    /// The state's letter: `T` while a signal has stopped it.
    let state: Character
    /// The number of its parent.
    let parent: Int32

    /// Looks at a process; `nil` when there is none.
    init?(of process: Int32) {
        let file = "/proc/\(process)/stat"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        self.init(text)
    }

    /// Reads the text; the name in it may have spaces and brackets of its own.
    init?(_ text: String) {
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 1, let state = fields[0].first, let parent = Int32(fields[1]) else {
            return nil
        }
        self.state = state
        self.parent = parent
    }
}
