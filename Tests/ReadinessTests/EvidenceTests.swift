import Addresses
import PacketFormats
import Readiness
import Resources
import Testing

/// What answers, and the lack of them, say of a member.
struct EvidenceTests {
    private func target(
        _ transport: TransportProtocol = .tcp,
        version: IPVersion = .ipv4,
        far: Bool = false
    ) throws -> ReadinessTarget {
        let isIPv4 = version == .ipv4
        let prefix = isIPv4 ? "192.0.2." : "2001:db8::"
        return ReadinessTarget(
            subject: RuleMember(rule: "web", address: try address("\(prefix)11")),
            frontend: try address("\(prefix)100"),
            transport: transport,
            port: transport == .all ? 0 : 80,
            probePort: 81,
            interval: .seconds(5),
            path: ReadinessPath(
                interface: 2,
                source: try #require(EthernetAddress("02:00:00:00:00:02")),
                destination: try #require(EthernetAddress("02:00:00:00:00:11")),
                near: try address("\(prefix)2"),
                far: far ? try address(isIPv4 ? "198.51.100.2" : "2001:db8:2::2") : nil
            )
        )
    }

    /// The answer of a machine that has what is asked for: the frame with its ends exchanged.
    private func answer(
        _ target: ReadinessTarget,
        _ question: ReadinessQuestion,
        flags: TCPFlags
    ) throws -> ReceivedFrame {
        let frame = question.frame(target, token: 0x1000, sourcePort: 65_500)
        let asked = try #require(ReceivedFrame(frame))
        guard case .segment(let from, let to, _, let sequence, _) = asked.content else {
            throw Unexpected(frame: asked)
        }
        let back = ReadinessPath(
            interface: 2,
            source: target.path.destination,
            destination: target.path.source,
            near: to.address
        )
        let bytes = QuestionFrame(path: back).segment(
            from: (to.address, to.port),
            to: (from.address, from.port),
            flags: flags,
            sequence: 7,
            acknowledgement: sequence &+ 1
        )
        return try #require(ReceivedFrame(bytes))
    }

    private struct Unexpected: Error { let frame: ReceivedFrame }

    private let opened = TCPFlags(rawValue: 0x12)
    private let refused = TCPFlags(rawValue: 0x14)

    @Test(arguments: [IPVersion.ipv4, .ipv6])
    func `a question carries its number where the answer names it`(version: IPVersion) throws {
        let target = try target(version: version)
        let frame = try answer(target, .frontendPort, flags: opened)
        guard case .segment(let from, _, _, _, let acknowledgement) = frame.content else {
            throw Unexpected(frame: frame)
        }
        #expect(from.address == target.frontend && from.port == 80)
        #expect(frame.source == target.path.destination)
        #expect(acknowledgement &- 1 == 0x1000 + ReadinessQuestion.frontendPort.rawValue)
    }

    @Test func `a SYN that the frontend's port takes says ready, one that it refuses not`() throws {
        let target = try target()
        var evidence = ReadinessEvidence()
        #expect(evidence.state(target) == .unreachable)
        #expect(evidence.open(target, attempt: 0) == [.frontendPort, .ownAddress])
        evidence.take(
            try answer(target, .frontendPort, flags: refused),
            answering: .frontendPort,
            of: target
        )
        #expect(evidence.state(target) == .notListening)
        #expect(evidence.open(target, attempt: 1).isEmpty)
        evidence.take(
            try answer(target, .frontendPort, flags: opened),
            answering: .frontendPort,
            of: target
        )
        #expect(evidence.state(target) == .ready)
    }

    @Test func `an own address that answers alone says that the frontend's is missing`() throws {
        let target = try target()
        var evidence = ReadinessEvidence()
        evidence.take(try answer(target, .ownPort, flags: refused), answering: .ownPort, of: target)
        #expect(evidence.state(target) == .addressMissing)
        // The address is there, but not for this port.
        evidence.take(
            try answer(target, .frontendEvidence, flags: refused),
            answering: .frontendEvidence,
            of: target
        )
        #expect(evidence.state(target) == .filtered)
    }

    @Test func `a member that answers near is asked from far away, and must answer there`() throws {
        let target = try target(far: true)
        var evidence = ReadinessEvidence()
        evidence.take(
            try answer(target, .frontendPort, flags: opened),
            answering: .frontendPort,
            of: target
        )
        #expect(evidence.open(target, attempt: 1) == [.far])
        #expect(evidence.state(target) == .noReturn)
        evidence.take(try answer(target, .far, flags: opened), answering: .far, of: target)
        #expect(evidence.open(target, attempt: 1).isEmpty)
        #expect(evidence.state(target) == .ready)
    }

    @Test func `an answer to one's frontend from another address is a wrong source`() throws {
        let target = try target()
        var evidence = ReadinessEvidence()
        var frame = try answer(target, .frontendPort, flags: opened)
        guard case .segment(var from, let to, let flags, let sequence, let number) = frame.content
        else { throw Unexpected(frame: frame) }
        from.address = target.member
        frame.content = .segment(
            from: from,
            to: to,
            flags: flags,
            sequence: sequence,
            acknowledgement: number
        )
        evidence.take(frame, answering: .frontendPort, of: target)
        #expect(evidence.state(target) == .wrongSource)
    }

    @Test func `a datagram's port is ready when the address answers and nothing refuses it`() throws
    {
        let target = try target(.udp)
        var evidence = ReadinessEvidence()
        let echo = ReceivedFrame(
            source: target.path.destination,
            content: .echo(from: target.frontend, number: 0x1001)
        )
        evidence.take(echo, answering: .frontendEcho, of: target)
        #expect(evidence.open(target, attempt: 2) == [.frontendPort])
        #expect(evidence.open(target, attempt: 3).isEmpty)
        #expect(evidence.state(target) == .ready)
        let refusal = ReceivedFrame(
            source: target.path.destination,
            content: .refusal(.port, transport: 17, sourcePort: 65_500, number: 0)
        )
        evidence.take(refusal, answering: .frontendPort, of: target)
        #expect(evidence.state(target) == .notListening)
    }

    @Test func `a claim outweighs every answer`() throws {
        let target = try target()
        var evidence = ReadinessEvidence()
        evidence.take(
            try answer(target, .frontendPort, flags: opened),
            answering: .frontendPort,
            of: target
        )
        evidence.claimsFrontend = true
        #expect(evidence.state(target) == .answersARP)
    }

    @Test(arguments: [IPVersion.ipv4, .ipv6])
    func `the answer of a packet program bears the question's mark`(version: IPVersion) throws {
        let target = try target(version: version)
        let question = AddressQuestion(
            address: target.frontend,
            asker: target.path.near,
            ethernet: target.path.source
        )
        let frame = question.frame
        if version == .ipv4 {
            #expect(frame.count == 60)
            // A request names its sender's address too.
            #expect(
                ReceivedFrame(frame)?.content
                    == .claim(target.path.near, target.path.source, isMarked: true)
            )
        } else {
            #expect(ReceivedFrame(frame) == nil, "a solicitation claims nothing")
        }
    }

    @Test func `what is cut short or is something else is no answer`() throws {
        let target = try target()
        let whole = ReadinessQuestion.frontendPort.frame(target, token: 8, sourcePort: 65_500)
        for count in 0..<whole.count - 4 {
            let frame = ReceivedFrame(Array(whole.prefix(count)))
            #expect(frame == nil, "\(count) bytes")
        }
        var other = whole
        other[12] = 0x88
        #expect(ReceivedFrame(other) == nil)
    }
}
