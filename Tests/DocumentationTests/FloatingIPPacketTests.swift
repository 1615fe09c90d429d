import Foundation
import Lab
import Linux
import Testing

/// The packets on `Documentation/floating-ip.md`: each byte is what a capture has there.
///
/// `APUS_UPDATE_SNAPSHOTS=1` in the environment writes the captured ones into the page.
struct FloatingIPPacketTests {
    /// What the client runs.
    static let request = "curl -s --local-port 50000 http://192.0.2.100/"

    private static let changed = ["Ethernet destination", "Ethernet source"]
    private static let translated =
        changed + ["IP checksum", "IP destination", "TCP checksum"]

    private func tables(_ page: Page) throws -> (syn: FrameTable, answer: FrameTable) {
        (
            try FrameTable(#require(page.listing("syn"))),
            try FrameTable(#require(page.listing("answer")))
        )
    }

    @Test func `the page marks the bytes that change, and its checksums are right`() throws {
        let (syn, answer) = try tables(Page(named: "floating-ip.md"))
        let frames = syn.frames
        try #require(frames.count == 3 && answer.frames.count == 1)
        for (column, frame) in frames.enumerated() {
            #expect(syn.marked(column) == syn.differences(frames[0], frame))
            #expect(RecordedSyn.hasRightChecksums(frame), "column \(column)")
        }
        #expect(syn.marked(1) == Self.changed)
        #expect(syn.marked(2) == Self.translated)
        #expect(RecordedSyn.hasRightChecksums(answer.frames[0]))
        // The answer's acknowledgement is the first packet's sequence number and one.
        #expect(answer.frames[0][42..<46].elementsEqual(Self.next(frames[0][38..<42])))
    }

    private static func next(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let number = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } &+ 1
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    @Test(.needsLab, .timeLimit(.minutes(10)))
    func `a capture has the bytes of the page`() throws {
        let page = try Page(named: "floating-ip.md")
        let document = try #require(page.file("web.json"))
        var (syn, answer) = try tables(page)
        try PageSite.with { site in
            for machine in [site.node, site.guest] { try machine.write("web.json", document) }
            try run("apus apply -f web.json", on: site.node)
            try run("apus guest apply --file web.json", on: site.guest)
            try site.settle()
            let floating = try RecordedSyn(site) {
                try run(Self.request, on: site.client)
            }
            let plain = try withoutFloatingIP(site, floating.sent)
            let frames = [floating.sent, floating.received, plain.received]
            if ProcessInfo.processInfo.environment["APUS_UPDATE_SNAPSHOTS"] == "1" {
                try update(page, [(syn, frames), (answer, [floating.answer])])
                (syn, answer) = try tables(Page(named: "floating-ip.md"))
            }
            for (kept, frame) in zip(syn.frames, frames) {
                #expect(syn.differences(kept, frame, variableToo: false) == [])
                #expect(RecordedSyn.hasRightChecksums(frame))
            }
            #expect(syn.differences(frames[0], frames[1]) == Self.changed)
            #expect(syn.differences(frames[0], frames[2]) == Self.translated)
            let kept = answer.frames[0]
            #expect(answer.differences(kept, floating.answer, variableToo: false) == [])
            #expect(RecordedSyn.hasRightChecksums(floating.answer))
            #expect(floating.answered == floating.answer, "nobody changes it on its way")
            #expect(floating.atNode == [], "and it does not pass the node")
            expectRestored(plain)
        }
    }

    /// Has the client send the same first packet while the rule is without Floating IP.
    private func withoutFloatingIP(_ site: PageSite, _ syn: [UInt8]) throws -> RecordedSyn {
        try run("apus rule update --lb web -n http --floating-ip false", on: site.node)
        try run("ip route add default via 192.0.2.2 table 100", on: site.guest)
        try run("ip rule add from 192.0.2.11 table 100", on: site.guest)
        try site.settle()
        return try RecordedSyn(site) {
            try site.client.machine.openPacketSocket(on: "eth0").send(syn)
        }
    }

    /// Without Floating IP the guest answers as itself, and the node gives the frontend back.
    private func expectRestored(_ plain: RecordedSyn) {
        #expect(plain.answer[26..<30].elementsEqual([192, 0, 2, 11]))
        #expect(plain.answer[0..<6].elementsEqual([2, 0, 0, 0, 0, 2]), "to the node")
        #expect(plain.answered[26..<30].elementsEqual([192, 0, 2, 100]))
        #expect(plain.answered[6..<12].elementsEqual([2, 0, 0, 0, 0, 2]), "from the node")
        #expect(!plain.atNode.isEmpty)
    }

    private func run(_ command: String, on machine: PageMachine) throws {
        let outcome = try machine.run(command)
        try #require(outcome.status.isSuccess, "\(command): \(outcome.output)\(outcome.errors)")
    }

    private func update(_ page: Page, _ changes: [(table: FrameTable, frames: [[UInt8]])]) throws {
        var text = page.text
        for name in ["syn", "answer"] {
            let kept = try #require(page.listing(name))
            let table = changes.first { $0.table.title == kept.split(separator: "\n").first ?? "" }
            let change = try #require(table)
            text = text.replacing(kept, with: change.table.text(of: change.frames))
        }
        try text.write(to: Page.file("floating-ip.md"), atomically: true, encoding: .utf8)
    }
}
