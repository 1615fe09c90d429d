/// One program of the object file.
public struct CompiledProgram: Equatable, Sendable {
    /// The program's name: its function's.
    public let name: String
    /// The instructions: eight bytes each.
    public let code: [UInt8]
    /// Where the program refers to maps.
    public let mapReferences: [MapReference]
    /// Where the program refers to numbers that are known when it is loaded.
    public let numberReferences: [NumberReference]

    /// The prefix of every such number's symbol; the rest is the number's name.
    static let numberPrefix = "apus_number_"

    /// A load instruction whose constant is a number that the loader knows.
    public struct NumberReference: Equatable, Sendable {
        /// The index of the instruction.
        public let instruction: Int
        /// The number's name.
        public let number: String
    }

    /// A load instruction whose constant is a map.
    public struct MapReference: Equatable, Sendable {
        /// The index of the instruction.
        public let instruction: Int
        /// The map's name.
        public let map: String
    }
}
