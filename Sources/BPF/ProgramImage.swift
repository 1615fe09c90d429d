/// A compiled program before it is loaded: instructions, and where they refer to maps.
public struct ProgramImage: Equatable, Sendable {
    /// The program's name.
    public let name: String
    /// The instructions, eight bytes each as they lie in memory.
    public let instructions: [UInt64]
    /// Load instructions whose constant is a map, with the map's name.
    public let mapReferences: [MapReference]
    /// Load instructions whose constant is a number that is known when the program is loaded.
    public let numberReferences: [NumberReference]

    /// A reference to a number.
    public struct NumberReference: Equatable, Sendable {
        /// The index of the load instruction.
        public let instruction: Int
        /// The number's name.
        public let number: String

        /// Makes a reference.
        public init(instruction: Int, number: String) {
            self.instruction = instruction
            self.number = number
        }
    }

    /// A reference to a map.
    public struct MapReference: Equatable, Sendable {
        /// The index of the load instruction.
        public let instruction: Int
        /// The map's name.
        public let map: String

        /// Makes a reference.
        public init(instruction: Int, map: String) {
            self.instruction = instruction
            self.map = map
        }
    }

    /// Makes an image from bytes; throws when they are not whole instructions or a reference is not
    /// to a 64-bit load.
    public init(
        name: String,
        code: [UInt8],
        mapReferences: [MapReference],
        numberReferences: [NumberReference] = []
    ) throws(BPFError) {
        guard !code.isEmpty, code.count % 8 == 0 else { throw .malformedImage(program: name) }
        let instructions = stride(from: 0, to: code.count, by: 8).map { start in
            code[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        let loads = mapReferences.map(\.instruction) + numberReferences.map(\.instruction)
        for load in loads {
            // Such an instruction takes the place of two.
            guard instructions.indices.dropLast().contains(load),
                instructions[load] & 0xff == Self.loadConstant
            else { throw .malformedImage(program: name) }
        }
        self.name = name
        self.instructions = instructions
        self.mapReferences = mapReferences
        self.numberReferences = numberReferences
    }

    /// `BPF_LD | BPF_IMM | BPF_DW`: load a 64-bit constant.
    private static let loadConstant: UInt64 = 0x18
    /// `BPF_PSEUDO_MAP_FD` in the source-register field: the constant is a map's descriptor.
    private static let mapDescriptor: UInt64 = 1 << 12

    /// The instructions with every map reference replaced by the map's descriptor, and every number
    /// where it belongs.
    public func resolved(
        numbers: [String: UInt64] = [:],
        _ descriptor: (String) -> Int32?
    ) throws(BPFError) -> [UInt64] {
        var code = instructions
        for reference in numberReferences {
            guard let number = numbers[reference.number] else {
                throw .unknownNumber(program: name, number: reference.number)
            }
            Self.add(number, at: reference.instruction, of: &code)
        }
        for reference in mapReferences {
            guard let map = descriptor(reference.map) else {
                throw .unknownMap(program: name, map: reference.map)
            }
            let register = code[reference.instruction] & 0x0fff
            let constant = UInt64(UInt32(bitPattern: map)) << 32
            code[reference.instruction] = register | Self.mapDescriptor | constant
        }
        return code
    }

    /// Adds to a constant, of which each half is in the upper half of an instruction.
    ///
    /// The compiler may have added a number of its own already.
    private static func add(_ number: UInt64, at load: Int, of code: inout [UInt64]) {
        let rest: UInt64 = 0xffff_ffff
        let constant = number &+ (code[load] >> 32 | code[load + 1] & ~rest)
        code[load] = code[load] & rest | constant << 32
        code[load + 1] = code[load + 1] & rest | constant & ~rest
    }
}
