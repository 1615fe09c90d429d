/// How a soak is to be.
public struct SoakOptions: Sendable {
    /// When it ends.
    public enum Limit: Sendable {
        /// After this time.
        case time(Duration)
        /// After so many changes of the configuration.
        case changes(Int)
    }

    /// When it ends.
    public var limit: Limit
    /// What the steps are drawn from.
    public var seed: UInt64
    /// TCP connections that are open all the time.
    public var connections = 2500
    /// Numbered datagrams a second, over all streams.
    public var datagramsPerSecond = 1500
    /// Changes of the configuration that one reload applies.
    public var changesAtOnce = 1...4
    /// After so many steps comes a rest of some minutes, in which slots settle; `nil` for none.
    public var restInterval: Int?

    /// Makes options with the usual amount of traffic.
    public init(limit: Limit, seed: UInt64) {
        self.limit = limit
        self.seed = seed
    }
}
