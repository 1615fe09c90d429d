/// One program of the object file.
public struct CompiledProgram: Equatable, Sendable {
    /// The program's name: its function's.
    public let name: String
    /// The instructions: eight bytes each.
    public let code: [UInt8]
    /// Where the program refers to maps.
    public let mapReferences: [MapReference]

    /// A load instruction whose constant is a map.
    public struct MapReference: Equatable, Sendable {
        /// The index of the instruction.
        public let instruction: Int
        /// The map's name.
        public let map: String
    }
}
