internal import CNetlink
import Glibc

/// A classic BPF program that chooses the frames of a packet socket (`linux/filter.h`).
public struct PacketFilter: Hashable, Sendable {
    /// One instruction.
    struct Instruction: Hashable, Sendable {
        var code: UInt16
        var ifTrue: UInt8 = 0
        var ifFalse: UInt8 = 0
        var value: UInt32
    }

    let instructions: [Instruction]

    /// The first of the ports of `answers`, and the bits that all 64 of them have.
    public static let answerPorts: UInt16 = 0xffc0

    /// What may answer a question of this host: ARP, ICMP of both versions, and TCP and UDP to the
    /// last 64 ports, which the kernel gives to nobody by default.
    ///
    /// Fragments but the first, and IPv6 packets with extension headers, are not among them.
    public static let answers = PacketFilter(instructions: [
        load16(at: 12),
        equal(0x0806, then: 18),
        equal(0x0800, then: 0, else: 9),
        // IPv4: the transport, no later fragment, the port behind a header of any length.
        load8(at: 23),
        equal(1, then: 15),
        equal(6, then: 1),
        equal(17, then: 0, else: 14),
        load16(at: 20),
        Instruction(code: 0x45, ifTrue: 12, value: 0x1fff),
        Instruction(code: 0xb1, value: 14),
        Instruction(code: 0x48, value: 16),
        jump(6),
        equal(0x86dd, then: 0, else: 8),
        load8(at: 20),
        equal(58, then: 5),
        equal(6, then: 1),
        equal(17, then: 0, else: 4),
        load16(at: 56),
        Instruction(code: 0x54, value: UInt32(answerPorts)),
        equal(UInt32(answerPorts), then: 0, else: 1),
        Instruction(code: 0x06, value: 0xffff),
        Instruction(code: 0x06, value: 0),
    ])

    /// Has a socket receive what the program chooses, and nothing else.
    func attach(to socket: Int32) throws(LinuxError) {
        var instructions = instructions.map {
            sock_filter(code: $0.code, jt: $0.ifTrue, jf: $0.ifFalse, k: $0.value)
        }
        let count = UInt16(instructions.count)
        let result = instructions.withUnsafeMutableBufferPointer { buffer in
            var program = sock_fprog(len: count, filter: buffer.baseAddress)
            let size = socklen_t(MemoryLayout<sock_fprog>.size)
            return setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, size)
        }
        guard result == 0 else { throw .last("filter", "a packet socket") }
    }

    private static func load16(at offset: UInt32) -> Instruction {
        Instruction(code: 0x28, value: offset)
    }

    private static func load8(at offset: UInt32) -> Instruction {
        Instruction(code: 0x30, value: offset)
    }

    private static func equal(
        _ value: UInt32,
        then: UInt8,
        else otherwise: UInt8 = 0
    ) -> Instruction {
        Instruction(code: 0x15, ifTrue: then, ifFalse: otherwise, value: value)
    }

    private static func jump(_ count: UInt32) -> Instruction {
        Instruction(code: 0x05, value: count)
    }
}
