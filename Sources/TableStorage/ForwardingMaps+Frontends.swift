import BPF
import Tables

// The packet program keeps what it found in the frontends table (`FrontendCache`), and lets it go when
// the epoch is another. The epoch is odd while the table changes: nothing is kept then, so a daemon
// that dies before it has told of the change leaves no CPU with what was there before.

extension ForwardingMaps {
    /// Adds or replaces a rule or a bare frontend address, for every packet from now on.
    public func setFrontend(_ key: FrontendKey, _ entry: FrontendEntry) throws(BPFError) {
        let changing = try beginFrontendChange()
        try frontends.set(key, entry)
        try endFrontendChange(changing)
    }

    /// Removes a rule or a bare frontend address, for every packet from now on.
    public func removeFrontend(_ key: FrontendKey) throws(BPFError) {
        let changing = try beginFrontendChange()
        try frontends.remove(key)
        try endFrontendChange(changing)
    }

    /// A change that fails leaves the epoch odd: looks are slower until the next one, and right.
    private func beginFrontendChange() throws(BPFError) -> UInt64 {
        let changing = (try frontendEpoch.value(0) ?? 0) | 1
        try frontendEpoch.set(0, changing)
        return changing
    }

    private func endFrontendChange(_ changing: UInt64) throws(BPFError) {
        try frontendEpoch.set(0, changing &+ 1)
    }
}
