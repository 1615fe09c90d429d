/// Turns the LLVM IR of Embedded Swift into IR that the BPF backend takes.
///
/// The compiler emits its runtime beside the program. Made internal and unreferenced, it vanishes
/// when clang optimises; what is left is the entry points and what was inlined into them.
public enum IRLowering {
    /// Lowers a module line by line.
    public static func lower(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("@llvm.used") || line.hasPrefix("@llvm.compiler.used") { continue }
            if line.hasPrefix("target triple") || line.hasPrefix("target datalayout") { continue }
            lines.append(Substring(lower(line: String(line))))
        }
        return lines.joined(separator: "\n")
    }

    private static func lower(line: String) -> String {
        // Computed in place: a regular expression is not Sendable, so it cannot be a static constant.
        var line = line.replacing("swiftcc ", with: "").replacing("swiftself ", with: "")
        if line.hasPrefix("define ") && !line.contains("section \"xdp\"") {
            let linkage =
                /^define (?:(?:weak_odr|linkonce_odr|private|internal|hidden|protected|dso_local) )*/
            line.replace(linkage, with: "define internal ")
            // Swift's inliner gives up on a large caller; the kernel program has no calls.
            if line.contains("@\"$e") {
                line.replace(/#(\d+) \{$/) { "alwaysinline #\($0.1) {" }
            }
        }
        if line.hasPrefix("attributes ") {
            let target =
                /"(?:target-cpu|target-features|stack-protector-buffer-size|frame-pointer)"="[^"]*"/
            line.replace(target, with: "")
            line.replace(/\bssp(?:req|strong)?\b/, with: "")
        }
        return line
    }
}
