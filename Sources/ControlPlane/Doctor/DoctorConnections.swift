import Addresses
import BPF
import Linux
import PacketFormats
import Probing
import Readiness
import Resources
import Synchronization
import Tables

/// Makes connections through a rule as a client would: the program of the kernel decides on each
/// frame, which then goes to the member that it chose.
struct DoctorConnections: Sendable {
    private struct Attempt: Sendable {
        let member: IPAddress
        let client: QuestionFrame.End
        let entry: Linux.NetworkInterface
        let exit: UInt32
        let sequence: UInt32
        let syn: [UInt8]
    }

    private let rule: ResolvedRule
    private let kernel: DoctorKernel
    private static let patience: Duration = .milliseconds(1200)

    init(_ rule: ResolvedRule, _ kernel: DoctorKernel) {
        self.rule = rule
        self.kernel = kernel
    }

    /// What came of a connection to each member that one could be made to.
    func tryAll() async throws -> [IPAddress: DoctorStep] {
        guard rule.transport == .tcp else {
            let text = "Only a TCP rule has connections; readiness says what is known of this one."
            return all(DoctorStep("connection", .skipped, text))
        }
        let answers = Answers()
        let ports = try openPorts(answers)
        let attempts = try attempts()
        // All at once: members that are dead answer late, and there may be many.
        return try await withThrowingTaskGroup(of: (IPAddress, DoctorStep).self) { group in
            for attempt in attempts {
                group.addTask { (attempt.member, try await connect(attempt, ports, answers)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func all(_ step: DoctorStep) -> [IPAddress: DoctorStep] {
        Dictionary(rule.members.map { ($0.address, step) }, uniquingKeysWith: { first, _ in first })
    }

    private func openPorts(_ answers: Answers) throws -> [UInt32: PacketListener] {
        var ports: [UInt32: PacketListener] = [:]
        for interface in kernel.interfaces {
            ports[interface.index] = try PacketListener(
                interface: interface.index,
                filter: .answers
            ) {
                answers.take($0)
            }
        }
        return ports
    }

    /// For each member that the program leads to, the first of this node's connections that does.
    private func attempts() throws -> [Attempt] {
        var found: [IPAddress: Attempt] = [:]
        let members = Set(rule.members.map(\.address))
        let near = NodeAddresses(
            kernel.network,
            interfaces: Set(kernel.interfaces.map(\.index)),
            far: ProbeSources()
        )
        for interface in kernel.interfaces {
            guard let attached = try kernel.program(on: interface.name),
                let client = near.near(rule.frontend, on: interface.index)
            else { continue }
            for port in PacketFilter.answerPorts...UInt16.max where found.count < members.count {
                let end = (address: client, port: port)
                let sequence = UInt32.random(in: .min ... .max)
                let syn = frame(.init(rawValue: 0x02), end, interface, sequence)
                let result = try attached.program.testRun(syn, interface: interface.index)
                guard [XDPAction.transmit, XDPAction.redirect].contains(result.action),
                    let ethernet = EthernetAddress(bytes: result.frame.prefix(6)),
                    let backend = kernel.backends.values.first(where: {
                        $0.destination == ethernet && members.contains(IPAddress(bits: $0.address))
                    })
                else { continue }
                let member = IPAddress(bits: backend.address)
                if found[member] != nil { continue }
                found[member] = Attempt(
                    member: member,
                    client: end,
                    entry: interface,
                    exit: backend.interface,
                    sequence: sequence,
                    syn: result.frame
                )
            }
        }
        return found.values.sorted { $0.member < $1.member }
    }

    /// A segment as it arrives from a client.
    private func frame(
        _ flags: TCPFlags,
        _ client: QuestionFrame.End,
        _ interface: Linux.NetworkInterface,
        _ sequence: UInt32,
        _ acknowledgement: UInt32 = 0
    ) -> [UInt8] {
        let path = ReadinessPath(
            interface: interface.index,
            source: interface.ethernetAddress,
            destination: interface.ethernetAddress,
            near: client.address
        )
        return QuestionFrame(path: path).segment(
            from: client,
            to: (rule.frontend, rule.frontendPort),
            flags: flags,
            sequence: sequence,
            acknowledgement: acknowledgement
        )
    }

    private func connect(
        _ attempt: Attempt,
        _ ports: [UInt32: PacketListener],
        _ answers: Answers
    ) async throws -> DoctorStep {
        let exit = ports[attempt.exit]
        let through = "from \(attempt.client.address) through \(rule.frontend):\(rule.frontendPort)"
        let end = ContinuousClock.now + Self.patience
        var sent = 0
        while ContinuousClock.now < end {
            // Once more halfway: one frame can be lost.
            if sent == 0 || (sent == 1 && ContinuousClock.now > end - Self.patience / 2) {
                try exit?.send(attempt.syn)
                sent += 1
            }
            guard let answer = answers.answer(to: attempt.sequence) else {
                try await Task.sleep(for: .milliseconds(10))
                continue
            }
            guard !answer.isReset else {
                return DoctorStep(
                    "connection",
                    .failed,
                    "\(attempt.member) refuses a connection \(through).",
                    remedy: "Start the service there.",
                    command: "ss -lntp sport = :\(rule.backendPort)",
                    isForMember: true
                )
            }
            try finish(attempt, answer.sequence, exit)
            return DoctorStep(
                "connection",
                .passed,
                "\(attempt.member) accepts a connection \(through)."
            )
        }
        return DoctorStep(
            "connection",
            .failed,
            "\(attempt.member) does not answer a connection \(through).",
            remedy: "The first step that failed above says why."
        )
    }

    /// Completes the handshake and ends the connection, each by the program's decision.
    private func finish(_ attempt: Attempt, _ sequence: UInt32, _ exit: PacketListener?) throws {
        guard let attached = try kernel.program(on: attempt.entry.name) else { return }
        for flags in [TCPFlags.ack, [.rst, .ack]] {
            let frame = frame(
                flags,
                attempt.client,
                attempt.entry,
                attempt.sequence &+ 1,
                sequence &+ 1
            )
            let result = try attached.program.testRun(frame, interface: attempt.entry.index)
            guard [XDPAction.transmit, XDPAction.redirect].contains(result.action) else { return }
            try exit?.send(result.frame)
        }
    }
}

/// The answers that have come in, by what they acknowledge.
private final class Answers: Sendable {
    struct Answer {
        let sequence: UInt32
        let isReset: Bool
    }

    private let found = Mutex<[UInt32: Answer]>([:])

    func take(_ bytes: [UInt8]) {
        guard
            case .segment(_, _, let flags, let sequence, let number)? =
                ReceivedFrame(bytes)?.content, flags.contains(.ack)
        else { return }
        let answer = Answer(sequence: sequence, isReset: flags.contains(.rst))
        found.withLock { if $0.count < 10_000 { $0[number &- 1] = answer } }
    }

    func answer(to sequence: UInt32) -> Answer? { found.withLock { $0[sequence] } }
}
