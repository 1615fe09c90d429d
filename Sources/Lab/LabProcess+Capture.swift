extension LabProcess {
    /// How tcpdump takes packets at once, and has room for some thousand of them.
    ///
    /// In immediate mode every packet takes a slot of the longest length, and the ordinary buffer is
    /// then eight slots: on a busy machine packets were lost.
    static let captureRoom = ["--immediate-mode", "-s", "4096", "-B", "16384"]

    /// Ends tcpdump; throws when packets passed that it did not get.
    func endCapture() throws {
        terminate()
        let said = try output()
        guard said.contains("\n0 packets dropped by kernel") else {
            throw LabError.malformed("the end of a capture without losses", text: said)
        }
    }
}
