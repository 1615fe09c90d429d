import Foundation

/// A line on a terminal for work that takes longer than a moment.
enum ProgressLine {
    /// Shows the text after a second, unless the task that is returned was cancelled.
    static func start(_ text: String) -> Task<Void, Never> {
        Task {
            guard isatty(STDERR_FILENO) == 1 else { return }
            do {
                try await Task.sleep(for: .seconds(1))
            } catch {
                return
            }
            FileHandle.standardError.write(Data("\(text) …\n".utf8))
        }
    }
}
