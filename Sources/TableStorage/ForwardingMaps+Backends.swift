import BPF
import Tables

extension ForwardingMaps {
    /// Removes a backend and the pins that lead to it.
    ///
    /// The pins are void from the first step on; they must be gone before the index or the member
    /// comes back, or they would hold again for flows that began elsewhere meanwhile.
    public func removeBackend(_ index: UInt16) throws(BPFError) {
        try backends.set(UInt32(index), .unused)
        try flowPins.remove(backend: index)
        try handshakes.remove(handshakes.entries { _, pin in pin.backend == index }.map(\.key))
    }
}
