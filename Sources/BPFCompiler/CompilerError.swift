/// Why the packet program could not be compiled.
public enum CompilerError: Error, CustomStringConvertible, Equatable {
    /// The command line is not of the form that follows.
    case usage(String)
    /// A tool of the Swift toolchain was not found.
    case toolMissing(String)
    /// A tool failed; its name and what it printed.
    case toolFailed(tool: String, output: String)
    /// The object file is not what the compiler is expected to make.
    case malformedObject(String)
    /// The program calls or reads something that does not exist in the kernel.
    case unresolvedSymbol(name: String, program: String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .usage(let form): "usage: \(form)"
        case .toolMissing(let tool):
            "'\(tool)' was not found beside the Swift compiler; put a Swift 6.3 toolchain on PATH"
        case .toolFailed(let tool, let output): "\(tool) failed:\n\(output)"
        case .malformedObject(let reason): "the BPF object file is malformed: \(reason)"
        case .unresolvedSymbol(let name, let program):
            "\(program) refers to '\(name)', which the kernel does not have; mark what it calls "
                + "@inline(__always) and keep runtime calls out of rings 0 and 1"
        }
    }
}
