import Planning
import Tables

/// What a steering model drives: the forwarding decision over tables that change.
public protocol SteeringTarget {
    /// Sends a frame at a time and returns what came of it; `nil` when it was dropped.
    func send(_ frame: [UInt8], at time: UInt64) throws -> SteeringResult?
    /// Writes the first slots of a lookup table.
    func write(_ slots: [LookupSlot], table: UInt32) throws
    /// Writes the rule, for TCP and UDP.
    func write(_ entry: FrontendEntry) throws
    /// Writes what the rule was before, or takes it away.
    func write(former entry: FrontendEntry?) throws
    /// Restores a backend's entry, or removes it and the pins that lead to it.
    func setBackend(_ index: UInt16, isPresent: Bool) throws
    /// Removes the pins and handshakes that lead to a backend, which goes on elsewhere.
    func forget(_ backend: UInt16) throws
    /// All pins by their flow.
    func pins() throws -> [FlowKey: PinEntry]
    /// Removes the pin of a flow.
    func removePin(of flow: FlowKey) throws
    /// How many flows could not be pinned so far.
    func unpinnedFlows() throws -> UInt64
}
