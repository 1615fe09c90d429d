import Addresses
import Forwarding
import PacketFormats
import Planning
import Tables

/// Plays TCP flows against a random schedule of changes, and says when a flow goes astray.
///
/// It holds that an established flow never changes its backend, nor how its packets are rewritten,
/// unless that backend was removed, and that no new flow goes to a backend that is down. The model
/// knows the flows, the packet program does not: it only has slots, pins, and what the rule was.
public struct SteeringModel {
    /// The flows that are played: their slots are the first ones, so that a table can be small.
    public static let flows: [SteeringFlow] = SteeringFlow.corpus(count: 24, slotsBelow: slotCount)
    /// How many slots of the table are in play.
    public static let slotCount = 1024
    /// The slots that the flows hash to; the others are of nobody.
    private static let played: [Int] = Set(flows.flatMap(\.slots)).sorted()
    /// The backends that the schedule adds and removes.
    public static let backends: [UInt16] = [1, 2, 3, 4]

    private static let second: UInt64 = 1_000_000_000
    private static let idle: UInt64 = 240 * second

    private enum Progress {
        case closed
        case opened(SteeringResult, at: UInt64)
        case established(SteeringResult, lastSeen: UInt64)
    }

    private let seed: UInt64
    private let hasClock: Bool
    private var generator: SeededGenerator
    private var time: UInt64 = 1_000 * second
    private var progress = [Progress](repeating: .closed, count: flows.count)
    private var members: Set<UInt16> = [1, 2, 3]
    private var down: Set<UInt16> = []
    private var rule = SteeringRule.first
    /// The table of the rule; the other one of 0 and 1 is the next rule's.
    private var table: UInt32 = 0
    private var slots: [LookupSlot] = []
    /// What the rule was when its flows without a pin began, whose table is number 2.
    private var former: SteeringRule?
    private var formerSlots: [LookupSlot] = []
    private var settling = Settling()

    /// Prepares the schedule of a seed.
    ///
    /// - Parameter hasClock: whether the target takes the model's time; a kernel has its own, so
    ///   that nothing expires there and nothing settles.
    public init(seed: UInt64, hasClock: Bool) {
        self.seed = seed
        self.hasClock = hasClock
        generator = SeededGenerator(seed: seed)
    }

    /// Plays a schedule and returns what went wrong, or `nil`.
    public mutating func play(steps: Int, on target: some SteeringTarget) throws -> String? {
        for backend in Self.backends {
            try target.setBackend(backend, isPresent: members.contains(backend))
        }
        slots = newSlots()
        try target.write(slots, table: table)
        try target.write(rule.entry(table: table, hasFormer: false))
        try target.write(former: nil)
        for step in 0..<steps {
            if let wrong = try playStep(target) { return "seed \(seed), step \(step): \(wrong)" }
        }
        return nil
    }

    private mutating func playStep(_ target: some SteeringTarget) throws -> String? {
        let number = Int.random(in: 0..<Self.flows.count, using: &generator)
        switch UInt8.random(in: 0..<20, using: &generator) {
        case 0...5: return try open(number, target)
        case 6...12: return try go(number, target)
        case 13: return try close(number, target)
        case 14: return try sendDatagram(number, target)
        case 15...16: try change(target)
        case 17: try changeRule(target)
        case 18 where hasClock:
            time += UInt64.random(in: 0...(300 * Self.second), using: &generator)
        case 19 where hasClock: try sweep(target)
        default: time += Self.second
        }
        return nil
    }

    private mutating func open(_ number: Int, _ target: some SteeringTarget) throws -> String? {
        guard case .closed = progress[number] else { return try go(number, target) }
        let reached = try target.send(Self.flows[number].syn, at: time)
        guard let reached else {
            return eligible.isEmpty ? nil : "a SYN was dropped though \(eligible) are up"
        }
        guard eligible.contains(reached.backend) else {
            return "a SYN went to \(reached.backend), which is down"
        }
        guard reached == rule.result(reached.backend) else { return "a SYN became \(reached)" }
        progress[number] = .opened(reached, at: time)
        return nil
    }

    private mutating func go(_ number: Int, _ target: some SteeringTarget) throws -> String? {
        let expected: SteeringResult
        switch progress[number] {
        case .closed: return nil
        case .opened(let began, let at):
            guard time - at < Limits.handshakeNanoseconds else { return abandon(number) }
            expected = began
        case .established(let began, let lastSeen):
            guard time - lastSeen < Self.idle else { return abandon(number) }
            expected = began
        }
        guard members.contains(expected.backend) else { return abandon(number) }
        let reached = try target.send(Self.flows[number].ack, at: time)
        guard reached == expected else {
            let came = reached.map { "became \($0)" } ?? "was dropped"
            return "flow \(number) \(came), not \(expected)"
        }
        progress[number] = .established(expected, lastSeen: time)
        return nil
    }

    private mutating func abandon(_ number: Int) -> String? {
        progress[number] = .closed
        return nil
    }

    private mutating func close(_ number: Int, _ target: some SteeringTarget) throws -> String? {
        let isReset = Bool.random(using: &generator)
        let frame = isReset ? Self.flows[number].rst : Self.flows[number].fin
        _ = try target.send(frame, at: time)
        return abandon(number)
    }

    private func sendDatagram(_ number: Int, _ target: some SteeringTarget) throws -> String? {
        let reached = try target.send(Self.flows[number].datagram, at: time)
        guard let reached else { return eligible.isEmpty ? nil : "a datagram was dropped" }
        guard eligible.contains(reached.backend) else {
            return "a datagram went to \(reached.backend), which is down"
        }
        return reached == rule.result(reached.backend) ? nil : "a datagram became \(reached)"
    }

    private mutating func change(_ target: some SteeringTarget) throws {
        guard let backend = Self.backends.randomElement(using: &generator) else { return }
        switch UInt8.random(in: 0..<4, using: &generator) {
        case 0: members.remove(backend)
        case 1: members.insert(backend)
        case 2: down.insert(backend)
        default: down.remove(backend)
        }
        for number in Self.played {
            // Maglev moves some slots to other healthy members too.
            let slot = slots[number]
            let stays = eligible.contains(slot.current) && !Bool.random(using: &generator)
            let target = stays ? slot.current : pick()
            slots[number] = slot.moved(to: target, isMember: members.contains)
        }
        for index in Self.backends where members.contains(index) {
            try target.setBackend(index, isPresent: true)
        }
        try target.write(slots, table: table)
        settling.note(table: table, slots, now: time)
        if former != nil {
            formerSlots = homes(of: formerSlots)
            try target.write(formerSlots, table: 2)
        }
        for index in Self.backends where !members.contains(index) {
            // The member may go on in other rules.
            if Bool.random(using: &generator) {
                try target.forget(index)
            } else {
                try target.setBackend(index, isPresent: false)
            }
            for number in progress.indices { forget(number, backend: index) }
        }
    }

    /// Changes how the rule spreads flows or rewrites packets, as a plan does.
    private mutating func changeRule(_ target: some SteeringTarget) throws {
        if former == nil {
            former = rule
            formerSlots = homes(of: slots)
            try target.write(formerSlots, table: 2)
            try target.write(former: rule.entry(table: 2, hasFormer: false))
        }
        settling.note(table: table, nil, now: time)
        rule = rule.changed(&generator)
        table = 1 - table
        slots = newSlots()
        try target.write(slots, table: table)
        let entry = rule.entry(table: table, hasFormer: true)
        try target.write(entry)
        settling.note(table: table, slots, now: time)
        settling.note(rule: 1, entry, now: time)
    }

    private mutating func newSlots() -> [LookupSlot] {
        var slots = [LookupSlot](repeating: LookupSlot(settledOn: 0), count: Self.slotCount)
        for number in Self.played { slots[number] = LookupSlot(settledOn: pick()) }
        return slots
    }

    private func homes(of slots: [LookupSlot]) -> [LookupSlot] {
        var homes = slots
        for number in Self.played {
            homes[number] = LookupSlot(settledOn: slots[number].home(isMember: members.contains))
        }
        return homes
    }

    /// A flow whose backend was removed is over, also when the backend comes back.
    private mutating func forget(_ number: Int, backend: UInt16) {
        switch progress[number] {
        case .opened(let result, _), .established(let result, _):
            if result.backend == backend { progress[number] = .closed }
        case .closed: break
        }
    }

    private mutating func sweep(_ target: some SteeringTarget) throws {
        var image = self.image
        settling.note(unpinnedFlows: try target.unpinnedFlows(), ofRule: 1, now: time)
        // A sweep that may remove few pins leaves void ones to the next.
        let limit = Bool.random(using: &generator) ? Int.max : 1
        let pins = try target.pins()
        let outcome = settling.sweep(image, pins: pins, now: time, limit: limit)
        for edit in outcome.edits { image.apply(edit) }
        slots = image.lookupTables[table] ?? []
        try target.write(slots, table: table)
        if outcome.retiredFormers.contains(1) {
            try target.write(rule.entry(table: table, hasFormer: false))
            try target.write(former: nil)
            former = nil
            settling.note(rule: 1, nil, now: time)
        }
        for flow in outcome.voidPins.keys { try target.removePin(of: flow) }
    }

    private var image: TableImage {
        var image = TableImage()
        image.lookupTables[table] = slots
        image.lookupTables[2] = formerSlots
        if let former { image.formerRules[1] = former.entry(table: 2, hasFormer: false) }
        for key in SteeringTables.keys {
            image.frontends[key] = rule.entry(table: table, hasFormer: former != nil)
        }
        return image
    }

    private var eligible: Set<UInt16> { members.subtracting(down) }

    private mutating func pick() -> UInt16 {
        eligible.sorted().randomElement(using: &generator) ?? 0
    }
}
