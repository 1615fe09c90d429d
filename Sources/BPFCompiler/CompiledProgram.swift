/// One program of the object file.
public struct CompiledProgram: Equatable, Sendable {
    /// The program's name: its function's.
    public let name: String
    /// The instructions: eight bytes each.
    public let code: [UInt8]
    /// Where the program refers to maps.
    public let mapReferences: [Reference]
    /// Where the program refers to numbers that are known when it is loaded.
    public let numberReferences: [Reference]

    /// The prefix of every such number's symbol; the rest is the number's name.
    static let numberPrefix = "apus_number_"

    /// A load instruction whose constant is a map or a number.
    public struct Reference: Equatable, Sendable {
        /// The index of the instruction.
        public let instruction: Int
        /// The name of the map or the number.
        public let name: String
    }
}
