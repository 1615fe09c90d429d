import Foundation

/// The stream that commands print to.
enum StandardOutput {
    /// Writes out what is held back; all streams, because the one alone is a global variable.
    static func flush() {
        fflush(nil)
    }
}
