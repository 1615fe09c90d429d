import Addresses
import BPF
import PacketFormats

extension LiveCable {
    /// Drops every frame (`return XDP_DROP`): what a receiver costs that does nothing.
    static func receiver() throws -> LoadedProgram {
        try load("apus_receive", [code(move, value: 1), code(exit)])
    }

    /// Addresses every frame to the forwarder and sends it (`return XDP_TX`).
    ///
    /// The kernel sends frames again as they came back, with the addresses that the forwarder wrote.
    static func sender(
        from source: EthernetAddress,
        to destination: EthernetAddress
    ) throws -> LoadedProgram {
        let addresses = destination.bytes + source.bytes
        let stores = stride(from: 0, to: addresses.count, by: 4).map { offset in
            let word = addresses[offset..<(offset + 4)].reversed().reduce(UInt32(0)) {
                $0 << 8 | UInt32($1)
            }
            return code(storeWord, registers: 0x02, offset: Int16(offset), value: word)
        }
        let start = [
            // r2 and r3 are the frame's start and end; r4 is where its addresses end.
            code(loadWord, registers: 0x12, offset: 0),
            code(loadWord, registers: 0x13, offset: 4),
            code(copy, registers: 0x24),
            code(add, registers: 0x04, value: UInt32(addresses.count)),
            code(jumpIfGreater, registers: 0x34, offset: Int16(stores.count + 2)),
        ]
        let end = [code(move, value: 3), code(exit), code(move, value: 1), code(exit)]
        return try load("apus_send", start + stores + end)
    }

    // Operations of the kernel's instruction set (`Documentation/bpf/standardization`).
    private static let loadWord: UInt8 = 0x61
    private static let storeWord: UInt8 = 0x62
    private static let add: UInt8 = 0x07
    private static let copy: UInt8 = 0xbf
    private static let move: UInt8 = 0xb7
    private static let jumpIfGreater: UInt8 = 0x2d
    private static let exit: UInt8 = 0x95

    /// One instruction; the registers are the source in the high and the destination in the low half.
    private static func code(
        _ operation: UInt8,
        registers: UInt8 = 0,
        offset: Int16 = 0,
        value: UInt32 = 0
    ) -> [UInt8] {
        let place = UInt16(bitPattern: offset)
        let low = [operation, registers, UInt8(place & 0xff), UInt8(place >> 8)]
        return low + (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    private static func load(_ name: String, _ code: [[UInt8]]) throws -> LoadedProgram {
        let bytes = code.flatMap { $0 }
        let image = try ProgramImage(name: name, code: bytes, mapReferences: [])
        return try LoadedProgram.load(image, maps: [:])
    }
}
