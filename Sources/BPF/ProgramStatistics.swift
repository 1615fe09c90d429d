import CBPF

/// What the kernel has counted of a program's runs.
public struct ProgramStatistics: Equatable, Sendable {
    /// How often the program ran while statistics were on.
    public let runs: UInt64
    /// The time that it ran, in nanoseconds.
    public let nanoseconds: UInt64
    /// The instructions that the verifier went through when it was loaded.
    public let verifiedInstructions: UInt32

    /// Turns statistics on for all programs until the handle is let go.
    public static func enable() throws(BPFError) -> Handle {
        let result = bpf_enable_stats(BPF_STATS_RUN_TIME)
        guard result >= 0 else { throw .failure("enable", "program statistics", result) }
        return Handle(owning: result)
    }
}
