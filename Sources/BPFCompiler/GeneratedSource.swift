import Foundation

/// The Swift source that carries the compiled programs into the daemon.
public enum GeneratedSource {
    /// Renders the programs; base64, because the Swift compiler is slow with long array literals.
    public static func render(_ programs: [CompiledProgram]) -> String {
        var text = """
            // Made by bpfc from Sources/{PacketFormats,Tables,Forwarding,DataPlane}; do not edit.
            enum CompiledPrograms {
                typealias References = [(Int, String)]
                static let all: [(name: String, code: String, maps: References, numbers: References)] = [

            """
        for program in programs {
            text += """
                        (
                            name: "\(program.name)",
                            code: "\(Data(program.code).base64EncodedString())",
                            maps: [\(list(program.mapReferences))],
                            numbers: [\(list(program.numberReferences))]
                        ),

                """
        }
        return text + "    ]\n}\n"
    }

    private static func list(_ references: [CompiledProgram.Reference]) -> String {
        references.map { "(\($0.instruction), \"\($0.name)\")" }.joined(separator: ", ")
    }
}
