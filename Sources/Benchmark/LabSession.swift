import Demo
import Lab

/// A lab for one family of figures, which is taken down also after an error or Ctrl-C.
enum LabSession {
    /// Runs the body with a lab; a signal takes the lab down and ends the process.
    static func run<Result>(_ body: (Lab) throws -> Result) throws -> Result {
        DemoLab.removeLeftovers()
        let lab = try Lab()
        let interruption = Interruption {
            BenchmarkError.note("interrupted: the lab is taken down")
            DemoLab.tearDown(lab)
        }
        defer {
            DemoLab.tearDown(lab)
            interruption.waitIfArrived()
        }
        do {
            return try body(lab)
        } catch {
            // What fails after the signal fails because of it.
            interruption.waitIfArrived()
            throw error
        }
    }
}
