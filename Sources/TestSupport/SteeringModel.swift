import Addresses
import Forwarding
import PacketFormats
import Planning
import Tables

/// What a steering model drives: the forwarding decision over tables that change.
public protocol SteeringTarget {
    /// Sends a frame at a time and returns the backend that it reached; `nil` when it was dropped.
    func send(_ frame: [UInt8], at time: UInt64) throws -> UInt16?
    /// Writes slots of the model's lookup table.
    func write(_ slots: [LookupSlot]) throws
    /// Restores a backend's entry, or removes it and the pins that lead to it.
    func setBackend(_ index: UInt16, isPresent: Bool) throws
    /// All pins by their flow.
    func pins() throws -> [FlowKey: PinEntry]
    /// Removes the pin of a flow.
    func removePin(of flow: FlowKey) throws
    /// How many flows could not be pinned so far.
    func unpinnedFlows() throws -> UInt64
}

/// Plays TCP flows against a random schedule of changes, and says when a flow goes astray.
///
/// It holds that an established flow never changes its backend unless that backend was removed, and
/// that no new flow goes to a backend that is down. The model knows the flows, the packet program
/// does not: it only has slots and pins.
public struct SteeringModel {
    /// The flows that are played: their slots are the first ones, so that a table can be small.
    public static let flows: [SteeringFlow] = SteeringFlow.corpus(count: 24, slotsBelow: slotCount)
    /// How many slots of the table are in play.
    public static let slotCount = 64
    /// The backends that the schedule adds and removes.
    public static let backends: [UInt16] = [1, 2, 3, 4]

    private static let second: UInt64 = 1_000_000_000
    private static let idle: UInt64 = 240 * second

    private enum Progress {
        case closed
        case opened(backend: UInt16, at: UInt64)
        case established(backend: UInt16, lastSeen: UInt64)
    }

    private let seed: UInt64
    private let hasClock: Bool
    private var generator: SeededGenerator
    private var time: UInt64 = 1_000 * second
    private var progress = [Progress](repeating: .closed, count: flows.count)
    private var members: Set<UInt16> = [1, 2, 3]
    private var down: Set<UInt16> = []
    private var slots: [LookupSlot] = []
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
        slots = (0..<Self.slotCount).map { _ in LookupSlot(settledOn: pick()) }
        try target.write(slots)
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
        case 15...17: try change(target)
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
        guard eligible.contains(reached) else { return "a SYN went to \(reached), which is down" }
        progress[number] = .opened(backend: reached, at: time)
        return nil
    }

    private mutating func go(_ number: Int, _ target: some SteeringTarget) throws -> String? {
        let backend: UInt16
        switch progress[number] {
        case .closed: return nil
        case .opened(let began, let at):
            guard time - at < Limits.handshakeNanoseconds else { return abandon(number) }
            backend = began
        case .established(let began, let lastSeen):
            guard time - lastSeen < Self.idle else { return abandon(number) }
            backend = began
        }
        guard members.contains(backend) else { return abandon(number) }
        let unpinned = try target.unpinnedFlows()
        let reached = try target.send(Self.flows[number].ack, at: time)
        guard reached == backend else {
            return "flow \(number) went to \(reached.map(String.init) ?? "nobody"), not \(backend)"
        }
        // A flow that found the table full is steered by its slot alone from now on.
        if try target.unpinnedFlows() != unpinned { return abandon(number) }
        progress[number] = .established(backend: backend, lastSeen: time)
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
        return eligible.contains(reached) ? nil : "a datagram went to \(reached), which is down"
    }

    private mutating func change(_ target: some SteeringTarget) throws {
        guard let backend = Self.backends.randomElement(using: &generator) else { return }
        switch UInt8.random(in: 0..<4, using: &generator) {
        case 0: members.remove(backend)
        case 1: members.insert(backend)
        case 2: down.insert(backend)
        default: down.remove(backend)
        }
        slots = slots.map { slot in
            // Maglev moves some slots to other healthy members too.
            let stays = eligible.contains(slot.current) && !Bool.random(using: &generator)
            return slot.moved(to: stays ? slot.current : pick(), isMember: members.contains)
        }
        for index in Self.backends where members.contains(index) {
            try target.setBackend(index, isPresent: true)
        }
        try target.write(slots)
        settling.note(table: 0, slots, now: time)
        for index in Self.backends where !members.contains(index) {
            try target.setBackend(index, isPresent: false)
            for number in progress.indices { forget(number, backend: index) }
        }
    }

    /// A flow whose backend was removed is over, also when the backend comes back.
    private mutating func forget(_ number: Int, backend: UInt16) {
        switch progress[number] {
        case .opened(backend, _), .established(backend, _): progress[number] = .closed
        default: break
        }
    }

    private mutating func sweep(_ target: some SteeringTarget) throws {
        var image = self.image
        let outcome = settling.sweep(image, pins: try target.pins(), now: time)
        for edit in outcome.edits { image.apply(edit) }
        slots = image.lookupTables[0] ?? []
        try target.write(slots)
        for flow in outcome.voidPins { try target.removePin(of: flow) }
    }

    private var image: TableImage {
        var image = TableImage()
        image.lookupTables[0] = slots
        image.frontends[FrontendKey(address: SteeringFlow.frontend.bits)] = SteeringFlow.entry
        return image
    }

    private var eligible: Set<UInt16> { members.subtracting(down) }

    private mutating func pick() -> UInt16 {
        eligible.sorted().randomElement(using: &generator) ?? 0
    }
}
