/// A compiled program before it is loaded: instructions, and where they refer to maps.
public struct ProgramImage: Equatable, Sendable {
    /// The program's name.
    public let name: String
    /// The instructions, eight bytes each as they lie in memory.
    public let instructions: [UInt64]
    /// Load instructions whose constant is a map.
    public let mapReferences: [Reference]
    /// Load instructions whose constant is a number that is known when the program is loaded.
    public let numberReferences: [Reference]

    /// A reference to a map or a number.
    public struct Reference: Equatable, Sendable {
        /// The index of the load instruction.
        public let instruction: Int
        /// The name of the map or the number.
        public let name: String

        /// Makes a reference.
        public init(instruction: Int, name: String) {
            self.instruction = instruction
            self.name = name
        }
    }

    /// Makes an image from bytes; throws when they are not whole instructions or a reference is not
    /// to a 64-bit load.
    public init(
        name: String,
        code: [UInt8],
        mapReferences: [Reference],
        numberReferences: [Reference] = []
    ) throws(BPFError) {
        guard !code.isEmpty, code.count % 8 == 0 else { throw .malformedImage(program: name) }
        let instructions = stride(from: 0, to: code.count, by: 8).map { start in
            code[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        for reference in mapReferences + numberReferences {
            // Such an instruction takes the place of two.
            guard instructions.indices.dropLast().contains(reference.instruction),
                instructions[reference.instruction] & 0xff == Self.loadConstant
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
            guard let number = numbers[reference.name] else {
                throw .unknownNumber(program: name, number: reference.name)
            }
            Self.add(number, at: reference.instruction, of: &code)
        }
        for reference in mapReferences {
            guard let map = descriptor(reference.name) else {
                throw .unknownMap(program: name, map: reference.name)
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
