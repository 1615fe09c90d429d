/// A relocatable BPF object: 64-bit little-endian ELF (System V ABI, chapter 4).
public struct ELFObject: Sendable {
    private let bytes: [UInt8]
    private let sections: [Section]
    private let symbols: [Symbol]

    private struct Section {
        let name: String
        let kind: UInt32
        let offset: Int
        let size: Int
        let link: Int
        let target: Int
    }

    private struct Symbol {
        let name: String
        let isFunction: Bool
        let section: Int
        let value: Int
        let size: Int
    }

    private struct Relocation {
        let offset: Int
        let symbol: String
        let isLoad: Bool

        func name(after prefix: String) -> String? {
            symbol.hasPrefix(prefix) ? String(symbol.dropFirst(prefix.count)) : nil
        }
    }

    private enum SectionKind {
        static let symbolTable: UInt32 = 2
        static let relocations: UInt32 = 9
    }

    /// `R_BPF_64_64`: the 64-bit constant of a load instruction.
    private static let loadRelocation: UInt64 = 1

    /// Reads section headers and symbols.
    public init(bytes: [UInt8]) throws(CompilerError) {
        self.bytes = bytes
        guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]), bytes.count >= 64 else {
            throw .malformedObject("not a 64-bit little-endian ELF file")
        }
        let reader = ByteReader(bytes)
        let table = try reader.length(40)
        let count = Int(try reader.u16(60))
        guard table + count * 64 <= bytes.count else {
            throw .malformedObject("it ends before its section headers do")
        }
        let namesIndex = Int(try reader.u16(62))
        let names = try reader.length(table + namesIndex * 64 + 24)
        var sections: [Section] = []
        for index in 0..<count {
            let at = table + index * 64
            sections.append(
                Section(
                    name: try reader.string(names + Int(reader.u32(at))),
                    kind: try reader.u32(at + 4),
                    offset: try reader.length(at + 24),
                    size: try reader.length(at + 32),
                    link: Int(try reader.u32(at + 40)),
                    target: Int(try reader.u32(at + 44))
                )
            )
        }
        self.sections = sections
        symbols = try Self.symbols(reader, sections)
    }

    private static func symbols(
        _ reader: ByteReader,
        _ sections: [Section]
    ) throws(CompilerError) -> [Symbol] {
        guard let table = sections.first(where: { $0.kind == SectionKind.symbolTable }),
            sections.indices.contains(table.link)
        else { throw .malformedObject("no symbol table") }
        let names = sections[table.link].offset
        var symbols: [Symbol] = []
        for index in 0..<(table.size / 24) {
            let at = table.offset + index * 24
            symbols.append(
                Symbol(
                    name: try reader.string(names + Int(reader.u32(at))),
                    isFunction: try reader.u8(at + 4) & 0xf == 2,
                    section: Int(try reader.u16(at + 6)),
                    value: try reader.length(at + 8),
                    size: try reader.length(at + 16)
                )
            )
        }
        return symbols
    }

    /// The functions of section `xdp`, with the maps and numbers that they refer to.
    public func programs() throws(CompilerError) -> [CompiledProgram] {
        guard let index = sections.firstIndex(where: { $0.name == "xdp" }) else {
            throw .malformedObject("no section 'xdp'")
        }
        let code = sections[index]
        let references = try relocations(of: index)
        var programs: [CompiledProgram] = []
        for symbol in symbols where symbol.isFunction && symbol.section == index {
            let range = symbol.value..<(symbol.value + symbol.size)
            guard symbol.size > 0, symbol.size % 8 == 0, range.upperBound <= code.size,
                code.offset + range.upperBound <= bytes.count
            else { throw .malformedObject("function \(symbol.name) lies outside its section") }
            var maps: [CompiledProgram.Reference] = []
            var numbers: [CompiledProgram.Reference] = []
            for reference in references where range.contains(reference.offset) {
                let instruction = (reference.offset - range.lowerBound) / 8
                if reference.isLoad, let map = reference.name(after: MapSymbols.prefix) {
                    maps.append(.init(instruction: instruction, name: map))
                } else if reference.isLoad,
                    let number = reference.name(after: CompiledProgram.numberPrefix)
                {
                    numbers.append(.init(instruction: instruction, name: number))
                } else {
                    throw .unresolvedSymbol(name: reference.symbol, program: symbol.name)
                }
            }
            let start = code.offset + range.lowerBound
            programs.append(
                .init(
                    name: symbol.name,
                    code: Array(bytes[start..<(start + symbol.size)]),
                    mapReferences: maps,
                    numberReferences: numbers
                )
            )
        }
        if programs.isEmpty { throw .malformedObject("section 'xdp' has no functions") }
        return programs.sorted { $0.name < $1.name }
    }

    private func relocations(of section: Int) throws(CompilerError) -> [Relocation] {
        let reader = ByteReader(bytes)
        var found: [Relocation] = []
        for table in sections where table.kind == SectionKind.relocations && table.target == section
        {
            for index in 0..<(table.size / 16) {
                let at = table.offset + index * 16
                let detail = try reader.u64(at + 8)
                let symbol = Int(detail >> 32)
                guard symbols.indices.contains(symbol) else {
                    throw .malformedObject(
                        "a relocation names symbol \(symbol), which is not there"
                    )
                }
                let isLoad = detail & 0xffff_ffff == Self.loadRelocation
                let target = symbols[symbol]
                let name = target.name.isEmpty ? "section \(target.section)" : target.name
                found.append(
                    Relocation(offset: try reader.length(at), symbol: name, isLoad: isLoad)
                )
            }
        }
        return found
    }
}
