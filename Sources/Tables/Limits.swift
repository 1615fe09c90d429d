/// How much each table holds; reaching a limit is a named error or a counted drop, never silence.
public enum Limits {
    /// Frontend addresses and rules together.
    ///
    /// Azure: 600 frontends and 1,500 rules a load balancer.
    @inlinable
    public static var frontends: UInt32 { 65_536 }
    /// The binary logarithm of how many keys of frontends a CPU keeps at hand.
    ///
    /// 4,096 keys: enough that Azure's largest load balancer finds most of its rules in there.
    @inlinable @inline(__always)
    public static var frontendCacheBits: UInt32 { 12 }
    /// Rules with counters.
    @inlinable
    public static var rules: UInt32 { 16_384 }
    /// Distinct member addresses.
    ///
    /// A lookup-table slot names a backend in 15 bits; 0 is none.
    @inlinable
    public static var backends: UInt32 { 32_768 }
    /// Flows that are pinned at one time.
    ///
    /// Only unsettled slots and rules that track flows pin.
    @inlinable
    public static var pins: UInt32 { 1_048_576 }
    /// Pins of which a copy is at hand.
    @inlinable @inline(__always)
    public static var cachedPins: UInt32 { 65_536 }
    /// How much longer than it must a pin holds at most, in nanoseconds.
    ///
    /// So a flow's packets renew it once in a while, not each of them.
    @inlinable @inline(__always)
    public static var renewalNanoseconds: UInt64 { 1_000_000_000 }
    /// More than the clocks of the packet program and the daemon ever differ, in nanoseconds: some
    /// timer ticks.
    @inlinable @inline(__always)
    public static var clockDifferenceNanoseconds: UInt64 { 100_000_000 }
    /// How long the place of a copied pin stays as it was after the copy is void, in nanoseconds.
    ///
    /// A packet that found the pin a moment before must not read another's; it takes microseconds.
    @inlinable @inline(__always)
    public static var restingNanoseconds: UInt64 { 1_000_000_000 }
    /// Flows of which only the SYN was seen; the oldest goes when one more comes.
    @inlinable
    public static var handshakes: UInt32 { 65_536 }
    /// How long a handshake may take, in nanoseconds: Linux gives up its SYN-ACKs after 63 seconds.
    @inlinable @inline(__always)
    public static var handshakeNanoseconds: UInt64 { 64_000_000_000 }
    /// How long a flow is remembered after its client's FIN, in nanoseconds: twice the maximum
    /// segment lifetime that Linux takes.
    @inlinable @inline(__always)
    public static var closingNanoseconds: UInt64 { 60_000_000_000 }
    /// Datagrams whose fragments are followed at one time; one of the oldest goes for one more.
    @inlinable @inline(__always)
    public static var fragments: UInt32 { 32_768 }
    /// How long a datagram's fragments are followed, in nanoseconds: as long as a receiver keeps
    /// them (RFC 8200 section 4.5).
    @inlinable @inline(__always)
    public static var fragmentNanoseconds: UInt64 { 60_000_000_000 }
    /// Distinct member sets.
    @inlinable
    public static var lookupTables: UInt32 { 4096 }
    /// Slots in a lookup table: a prime (Maglev, NSDI 2016, section 3.4).
    @inlinable @inline(__always)
    public static var slots: Int { 65_537 }
    /// Frontend addresses that can be a next hop.
    @inlinable
    public static var transits: UInt32 { 1024 }
    /// Pairs of member address and backend port whose replies are restored.
    @inlinable
    public static var replies: UInt32 { 65_536 }
    /// Pairs of a rule that this node is a member of and another member of it.
    @inlinable
    public static var memberLinks: UInt32 { 65_536 }
    /// Interfaces that the packet program runs on or sends through.
    @inlinable
    public static var interfaces: UInt32 { 64 }
    /// IPv6 extension headers that are skipped before the packet is given up.
    @inlinable @inline(__always)
    public static var extensionHeaders: Int { 6 }
}
