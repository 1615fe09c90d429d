import BPF
import Foundation
import Linux
import Synchronization
import Tables
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test of the real kernel where a capability that it needs is not in effect.
    static var needsKernel: Self {
        let held = (try? Capability.effective()) ?? []
        let missing = [Capability.bpf, .netAdmin, .sysAdmin].filter { !held.contains($0) }
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.map(\.name).joined(separator: ", ")) is not in effect"
        )
    }
}

/// A name that no other test and no other process has.
enum UniqueName {
    private static let count = Mutex(0)

    static func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "apus-bpf-tests-\(getpid())-\(number)"
    }
}

/// Runs a command, whose words are divided by spaces, to its end and returns its output.
///
/// It is started by the calling thread, so it works in that thread's namespaces.
@discardableResult
func command(_ words: String) throws -> String {
    let arguments = words.split(separator: " ").map(String.init)
    let outcome = try ChildProcess.run(arguments, until: .now + .seconds(20))
    guard outcome.status.isSuccess else {
        throw CommandFailure(text: "\(words): \(outcome.errors)")
    }
    return outcome.output
}

struct CommandFailure: Error { let text: String }

/// A virtual cable, `left` and `right`, in a namespace that goes when the body has returned.
func withCable<Result>(_ body: (_ left: UInt32) throws -> Result) throws -> Result {
    try NetworkNamespace.anonymous().perform {
        try command("ip link add left type veth peer name right")
        try command("ip link set left up")
        try command("ip link set right up")
        return try body(NetlinkSession().interface(named: "left").index)
    }
}

/// A folder for pins that is taken away with everything in it.
final class TemporaryPins: Sendable {
    let folder: PinFolder

    init() throws {
        folder = try PinFolder.open("/sys/fs/bpf/\(UniqueName.next())")
    }

    deinit {
        for name in (try? folder.names()) ?? [] { try? folder.unpin(name) }
        try? folder.remove()
    }
}

/// A program made by hand: instructions as the kernel's documentation writes them.
struct Assembly {
    private(set) var code: [UInt8] = []

    /// Appends one instruction (`struct bpf_insn`).
    mutating func add(
        _ opcode: UInt8,
        to target: UInt8 = 0,
        from source: UInt8 = 0,
        offset: Int16 = 0,
        _ constant: Int32 = 0
    ) {
        code += [opcode, source << 4 | target]
        code += withUnsafeBytes(of: offset.littleEndian) { Array($0) }
        code += withUnsafeBytes(of: constant.littleEndian) { Array($0) }
    }

    /// Returns a result: `r0 = action; exit`.
    mutating func end(_ action: Int32) {
        add(0xb7, to: 0, action)
        add(0x95)
    }

    /// A program that does nothing but return a result.
    static func returning(_ action: Int32, name: String = "returning") throws -> ProgramImage {
        var assembly = Assembly()
        assembly.end(action)
        return try ProgramImage(name: name, code: assembly.code, mapReferences: [])
    }
}
